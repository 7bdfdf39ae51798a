/** OpenCC's table of traditional characters: `traditional simplified`, separated by bars. */
declare module 'opencc-js/dict/TSCharacters' {
  const text: string;
  export default text;
}
