/** Two short tones, made here: no sound file, no autoplay of media. Silent where there is no audio. */
export function chime(): void {
  if (typeof AudioContext === 'undefined') return;
  const audio = new AudioContext();
  const end = audio.currentTime + 0.45;
  tone(audio, 660, audio.currentTime, 0.18);
  const last = tone(audio, 880, audio.currentTime + 0.2, 0.25);
  last.onended = () => void audio.close();
  last.stop(end);
}

function tone(audio: AudioContext, hertz: number, at: number, seconds: number): OscillatorNode {
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.12, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + seconds);
  return source;
}
