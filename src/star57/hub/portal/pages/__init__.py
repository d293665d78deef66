"""The pages: each view is a form, one use case, one return."""
