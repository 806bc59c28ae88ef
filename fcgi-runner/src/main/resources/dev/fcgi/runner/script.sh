#!/bin/sh
# Serves web applications for the web server that starts this script. Written by 'fcgi script'.
: "${JAVA_HOME:=@JAVA_HOME@}"
: "${FCGI_JAVA_OPTS:=@JAVA_OPTIONS@}"
export JAVA_HOME FCGI_JAVA_OPTS
exec @COMMAND@
