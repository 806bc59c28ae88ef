[description]
Enables a FastCGI connector for web servers on this machine: TCP, on the loopback interface.
Each environment that has web applications needs its adapter as well: fastcgi-ee8, fastcgi-ee9, fastcgi-ee10, fastcgi-ee11.

[tags]
connector
fastcgi

[depend]
fastcgi-config

[before]
statistics

[xml]
etc/fastcgi.xml

[ini-template]
## Where fastcgi listens. May be an address of this machine; one that is not loopback needs allow or secret.
## Risk: whoever can connect is believed.
# fastcgi.host=127.0.0.1

## The port; 0 takes a free one. May be 0 to 65535.
# fastcgi.port=9000
