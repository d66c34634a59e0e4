// What the address of the page says after the "#": a conversation and, after a slash, the first post of a thread.

/** @param {{id: string}} channel @param {string | null} [root] */
export const addressOf = (channel, root) => `#${encodeURI(channel.id.replace(/^#/, ""))}${root ? `/${root}` : ""}`;

function written() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // cut off in the middle of a letter
  }
}

/** The conversation and thread that the address asks for, or null where it names none of these channels. */
export function readAddress(channels) {
  const [name, root] = written().split("/");
  const channel = channels.find(({ id }) => id === name || id === `#${name}`);
  return channel ? { channel, root: root || null } : null;
}
