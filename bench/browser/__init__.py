"""What people see: times taken inside Chromium, from the key that was pressed to the frame that was painted."""
