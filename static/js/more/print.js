// Printing, or saving as PDF: every step has a picture, and the browser fetches it only when it comes near. So all are
// fetched before the page is printed. What is folded up is opened for as long, since older browsers would print nothing
// of it.

const PATIENCE = 8000; // milliseconds for the pictures; one that has not come by then is left out

export async function printAll() {
  const pictures = [...document.querySelectorAll("main img")];
  for (const picture of pictures) picture.loading = "eager";
  const all = Promise.allSettled(pictures.map((picture) => picture.decode()));
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const folded = document.querySelectorAll("main details:not([open], .tool, .tool *)");
  for (const each of folded) each.open = true;
  addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)), {
    once: true,
  });
  print();
}
