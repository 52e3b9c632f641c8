/** Answers, but not in our terms. */
export const solve = async () => 'hello';
