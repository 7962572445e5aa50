// What few essays need. `main-full.js` fills this in; on a page with `main.js` it stays empty. Which of the
// two a page has follows from what is in it: refit/site/main_script.py decides.

export const extras = {}; // name -> class or function, as in ../all_extras.js
