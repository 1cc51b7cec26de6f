/** The part of a question that says as of which day it is asked; nothing for today. */
export const onDay = (asOf?: string): { as_of?: string } => (asOf ? { as_of: asOf } : {})
