"""The part "guard": what asking who calls, before every event, costs."""
