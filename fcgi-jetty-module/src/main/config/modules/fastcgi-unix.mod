[description]
Enables a FastCGI connector for web servers on this machine: a Unix socket.
Each environment that has web applications needs its adapter as well: fastcgi-ee8, fastcgi-ee9, fastcgi-ee10, fastcgi-ee11.

[tags]
connector
fastcgi

[depend]
fastcgi-config

[before]
statistics

[xml]
etc/fastcgi-unix.xml

[ini-template]
## Where the socket of fastcgi-unix appears. May be a path whose directory exists: at most 89 bytes, and 106 with
## the name.
# fastcgi.unixDomainPath=/run/jetty/fastcgi.sock

## Whether fastcgi-unix takes the listening socket that the process was started with as descriptor 0, instead of
## making one. May be on, off.
# fastcgi.inheritChannel=off

## The permissions of the socket. May be three octal digits, with or without a 0. Risk: whoever may write to it
## is believed.
# fastcgi.mode=0660

## The group of the socket, usually the web server's. May be a group of this user.
# fastcgi.group=
