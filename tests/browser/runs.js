// Tells whether the server has answered what the page asked for: streamlit counts no requests, so
// this listens to its messages (BackMsg and ForwardMsg, protobuf) and keeps how far the last run is.
(() => {
  const RERUN_SCRIPT = 11, NEW_SESSION = 4, SCRIPT_FINISHED = 6, EARLY = 2;
  let run = "awaited";

  const varint = (bytes, at) => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      value += (bytes[at] & 127) * shift;
      if (bytes[at++] < 128) return [value, at];
    }
  };

  // The outermost fields of a message: number -> value, or length of what it holds.
  const fields = (data) => {
    const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
    const found = new Map();
    for (let at = 0, key, value; at < bytes.length; ) {
      [key, at] = varint(bytes, at);
      [value, at] = varint(bytes, at);
      found.set(Math.floor(key / 8), value);
      if (key % 8 === 2) at += value;
    }
    return found;
  };

  const sent = (message) => {
    if (message.has(RERUN_SCRIPT)) run = "awaited";
  };

  const heard = (message) => {
    if (message.has(NEW_SESSION)) run = "begun";
    if (message.has(SCRIPT_FINISHED) && run === "begun")
      run = message.get(SCRIPT_FINISHED) === EARLY ? "awaited" : "finished";
  };

  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", (event) => heard(fields(event.data)));
    }
    send(data) {
      sent(fields(data));
      super.send(data);
    }
  };

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const answered = () =>
    run === "finished" &&
    document.querySelector("[data-test-script-state=notRunning][data-test-connection-state=CONNECTED]");

  // Whether all is answered, also what waits for a pause of the user, as sliders do, and drawn.
  window.answered = async () => {
    await pause(250);
    while (!answered()) await pause(20);
    await pause(50);
    return !!answered();
  };
})();
