/**
 * verify.sh of a bundle: the checks an auditor can make with stock tools. POSIX sh; no text here may use the dollar-brace
 * form or a backquote, which would end or fill this template.
 */
export const VERIFY_SCRIPT = String.raw`#!/bin/sh
# Checks a bundle without Holdpoint. Needs: sh awk sed sort head cut find grep ssh-keygen sha256sum
# usage: sh verify.sh BUNDLE ALLOWED_SIGNERS [KNOWN_CHECKPOINT]
# ALLOWED_SIGNERS must come from YOU (your directory, your git), never from the bundle; so must this script,
# if you have reason to doubt the bundle. KNOWN_CHECKPOINT is one you kept from an earlier bundle of this ledger.
[ $# -ge 2 ] || { sed -n 3,5p "$0"; exit 64; }
LC_ALL=C; export LC_ALL; B=$1 A=$2 KNOWN=$3 D=@holdpoint.dev bad=0; T=$(mktemp) || exit 70
trap 'rm -f "$T" "$T.b"' EXIT
fail() { echo "FAIL $*"; bad=1; }; ok() { echo "ok   $*"; }; note() { echo "note $*"; }
h() { sha256sum <"$1" | cut -d' ' -f1; }
sig() { # FILE SIGNATURE NAMESPACE: who signed, according to ALLOWED_SIGNERS
  p=$(ssh-keygen -Y find-principals -s "$2" -f "$A" 2>/dev/null | head -n1)
  [ -n "$p" ] || { fail "unknown signer $2"; return 1; }
  if ssh-keygen -Y verify -f "$A" -I "$p" -n "$3" -s "$2" <"$1" >/dev/null 2>&1
  then ok "signature of $(basename "$1") by $p as $(echo "$3" | cut -d@ -f1)"; else fail "signature $2"; return 1; fi; }
# 1 every file is the one that was exported, none is missing, none was added
(cd "$B" && sha256sum -c SHA256SUMS >/dev/null 2>&1) && ok "files are the ones SHA256SUMS names" || fail "a file was changed or is missing (sha256sum -c SHA256SUMS)"
(cd "$B" && find . ! -type d | sed 's/^\.\///' | grep -v -x -e SHA256SUMS -e 'SHA256SUMS\.device\.sig' -e 'SHA256SUMS\.operator\.sig' | sort) >"$T"
cut -c67- "$B/SHA256SUMS" | sort >"$T.b"; cmp -s "$T" "$T.b" || fail "files are there that SHA256SUMS does not name"
[ -z "$(find "$B" ! -type d ! -type f)" ] || fail "the bundle holds other things than files"
sig "$B/SHA256SUMS" "$B/SHA256SUMS.device.sig" holdpoint.bundle.v1$D
if [ -e "$B/SHA256SUMS.operator.sig" ]; then sig "$B/SHA256SUMS" "$B/SHA256SUMS.operator.sig" holdpoint.bundle.v1$D
else note "no person signed SHA256SUMS, only the device"; fi
# 2 ledger: numbers, chain, payloads
awk 'NF!=7||$1!="hp1"||$2!=NR{print "FAIL line " NR; e=1} END{exit e}' "$B/ledger.txt" || fail "ledger shape or sequence"
prev=0000000000000000000000000000000000000000000000000000000000000000 n=0 held=0
while IFS= read -r l; do n=$((n+1)); set -- $l; [ "$7" = "$prev" ] || fail "chain broken at $n"
  f=$B/payload/$(printf %08d $n).json
  if [ -e "$f" ]; then [ "$(h "$f")" = "$6" ] && [ "$(wc -c <"$f" | tr -d ' ')" = "$5" ] || fail "payload $n altered"
  else held=$((held+1)); fi
  prev=$(printf '%s\n' "$l" | sha256sum | cut -d' ' -f1); done <"$B/ledger.txt"; ok "chain of $n entries, head $prev"
[ $held = 0 ] || note "$held payloads are not disclosed (digest only)"
for f in "$B"/payload/*; do b=$(basename "$f"); k=$(basename "$f" .json)
  case $k in ????????) ;; *) fail "stray file payload/$b"; continue;; esac
  case $k in *[!0-9]*) fail "stray file payload/$b"; continue;; esac
  k=$(printf '%s' "$k" | sed 's/^0*//'); [ -n "$k" ] && [ "$k" -le "$n" ] || fail "payload/$b is not covered by the ledger"; done
# 3 checkpoints: signed, of these lines, chained
pc=0000000000000000000000000000000000000000000000000000000000000000 last=0
for c in "$B"/checkpoint/*.txt; do sig "$c" "$c.sig" holdpoint.checkpoint.v1$D; s=$(sed -n 2p "$c")
  [ "$s" -gt "$last" ] || fail "checkpoint order"; last=$s
  [ "$(head -n "$s" "$B/ledger.txt" | wc -l | tr -d ' ')" = "$s" ] && [ "$(head -n "$s" "$B/ledger.txt" | sha256sum | cut -d' ' -f1)" = "$(sed -n 's/^prefix-sha256 //p' "$c")" ] \
    && ok "checkpoint $s covers the ledger" || fail "checkpoint $s does not match the ledger (deleted, reordered, cut or rolled back)"
  [ "$(sed -n 's/^prev-checkpoint //p' "$c")" = "$pc" ] || fail "checkpoint chain at $s"; pc=$(h "$c"); done
[ "$last" = "$n" ] || fail "entries after the last checkpoint: $((n-last))"
if [ -n "$KNOWN" ]; then s=$(sed -n 2p "$KNOWN")
  [ "$(sed -n 1p "$KNOWN")" = "$(sed -n 1p "$c")" ] && [ "$(head -n "$s" "$B/ledger.txt" | sha256sum | cut -d' ' -f1)" = "$(sed -n 's/^prefix-sha256 //p' "$KNOWN")" ] \
    && ok "extends the checkpoint you already held ($s)" || fail "does NOT extend the checkpoint you already held ($s)"; fi
# 4 record: signed by those whom the ledger names, sealed in the ledger
R=$(h "$B/record.json"); sealed=
for k in $(awk '$4=="record.sealed"{print $2}' "$B/ledger.txt"); do f=$B/payload/$(printf %08d "$k").json
  [ -e "$f" ] && grep -q "\"record_sha256\":\"$R\"" "$f" && sealed=$f; done
[ -n "$sealed" ] && ok "record sealed in the ledger" || fail "record not in the ledger"
sig "$B/record.json" "$B/record.json.device.sig" holdpoint.record.v1$D
if [ -e "$B/record.json.operator.sig" ]; then sig "$B/record.json" "$B/record.json.operator.sig" holdpoint.record.v1$D
elif [ -n "$sealed" ] && grep -q '"signers":\["operator ' "$sealed"; then fail "the operator's signature was taken away"
else note "no person signed the record, only the device"; fi
# 5 ids: in every entry of the run
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$B/record.json" | head -n1; }
run=$(field run_id) cor=$(field correlation_id) rel=$(field release_candidate_id) count=0
for f in $(grep -l "\"run_id\":\"$run\"" "$B"/payload/*.json); do count=$((count+1))
  grep -q "\"correlation_id\":\"$cor\"" "$f" && grep -q "\"release_candidate_id\":\"$rel\"" "$f" || fail "ids missing in $(basename "$f")"; done
[ $count -gt 0 ] && ok "ids in all $count entries of the run" || fail "no entry of run $run"
# 6 sign-offs that the record asks for
need=$(sed -n 's/.*"required_signoffs":\[\([^]]*\)\].*/\1/p' "$B/record.json" | tr -d '"' | tr ',' ' ')
[ -n "$need" ] || note "the record asks for no sign-offs"
: >"$T"; for r in $need; do f=$B/signoff/$r.json
  [ -e "$f" ] || { fail "sign-off $r missing"; continue; }
  sig "$f" "$f.sig" holdpoint.signoff.$r.v1$D && echo "$p" >>"$T"
  grep -q "\"sha256\":\"$R\"" "$f" && grep -q "\"role\":\"$r\"" "$f" || fail "sign-off $r is about another record or role"
  grep -q '"decision":"approve"' "$f" || fail "sign-off $r is not an approval"
  grep -q "\"statement_sha256\":\"$(h "$f")\"" "$B"/payload/*.json || fail "sign-off $r not in the ledger"; done
[ "$(sort "$T" | uniq -d | wc -l)" -eq 0 ] || fail "one person signed twice"
[ $bad = 0 ] && echo "RESULT: VERIFIED" || echo "RESULT: NOT VERIFIED"; exit $bad
`;
