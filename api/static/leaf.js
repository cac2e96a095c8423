// A page by itself: the lit place comes into sight as soon as the picture is there.

const image = document.querySelector(".picture img");
const lit = document.querySelector(".picture rect");
if (image && lit) image.decode().then(() => lit.scrollIntoView({ block: "center" }), () => {});
