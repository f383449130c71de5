import { useEffect, useRef, useState } from 'react';

/** The newest value, handed on at most once per `everyMs`; the last one always arrives. */
export function useThrottled<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value);
  const newest = useRef(value);
  const last = useRef(Number.NEGATIVE_INFINITY);
  newest.current = value;
  useEffect(() => {
    if (Object.is(shown, value)) return;
    const hand = () => {
      last.current = performance.now();
      setShown(() => newest.current);
    };
    const timer = setTimeout(hand, Math.max(0, last.current + everyMs - performance.now()));
    return () => clearTimeout(timer);
  }, [value, shown, everyMs]);
  return shown;
}
