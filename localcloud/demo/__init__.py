"""`make demo`: a clip goes in, a painted clip and the mails come out, on one machine."""
