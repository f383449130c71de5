// Lets better-sqlite3 13, written for Node-API 10, run on hosts with Node-API 9 (Node 20, Electron 30 to 34).
//
// Since version 10 a reference may point to any value; before, only to objects, functions, symbols and externals.
// better-sqlite3 keeps references to strings. Included before its sources, this header puts every other value into an
// array of one element, refers to that, and takes it out again when the reference is read.
#pragma once
#include <node_api.h>
#include <unordered_set>

namespace node_api_9 {

// References that point to such a box. A reference never leaves the thread of its environment.
inline thread_local std::unordered_set<napi_ref> boxes;

inline bool can_be_referred_to(napi_valuetype type) {
  return type == napi_object || type == napi_function || type == napi_symbol || type == napi_external;
}

inline napi_status create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (can_be_referred_to(type)) return napi_create_reference(env, value, count, result);
  napi_value box;
  status = napi_create_array_with_length(env, 1, &box);
  if (status == napi_ok) status = napi_set_element(env, box, 0, value);
  if (status == napi_ok) status = napi_create_reference(env, box, count, result);
  if (status == napi_ok) boxes.insert(*result);
  return status;
}

inline napi_status get_reference_value(napi_env env, napi_ref reference, napi_value* result) {
  napi_status status = napi_get_reference_value(env, reference, result);
  const bool collected = status == napi_ok && *result == nullptr;
  if (status != napi_ok || collected || boxes.count(reference) == 0) return status;
  return napi_get_element(env, *result, 0, result);
}

inline napi_status delete_reference(napi_env env, napi_ref reference) {
  boxes.erase(reference);
  return napi_delete_reference(env, reference);
}

}  // namespace node_api_9

#define napi_create_reference node_api_9::create_reference
#define napi_get_reference_value node_api_9::get_reference_value
#define napi_delete_reference node_api_9::delete_reference
