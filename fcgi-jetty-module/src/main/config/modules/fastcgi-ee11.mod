[description]
What web applications of the ee11 environment need behind FastCGI connectors: mounts.

[tags]
fastcgi

[environment]
ee11

[depend]
ee11-webapp
fastcgi-config

[lib]
lib/fastcgi/fcgi-jetty-ee11.jar
