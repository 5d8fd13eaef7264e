/* Returns the text of a response whose file is compressed by gzip; some hosts have decompressed it. */
export const unpack = async (response) => {
  const bytes = await response.arrayBuffer();
  const isPacked = new Uint8Array(bytes).subarray(0, 2).join() === "31,139";
  const stream = new Blob([bytes]).stream();
  return new Response(isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).text();
};
