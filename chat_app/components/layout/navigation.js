// Going to another page without loading it anew, also from outside of React.
let navigate = (path) => location.assign(path);

/** For the one component that has the router's own way (settings/habits.jsx). */
export const setNavigate = (go) => {
  navigate = go;
};
export const goTo = (path) => navigate(path);
