#!/bin/sh
# Makes the namespace where it is missing, and keeps finished histories for 30 days.
set -eu
if temporal operator namespace describe --namespace default; then
  temporal operator namespace update --namespace default --retention 30d
else
  temporal operator namespace create --namespace default --retention 30d
fi
