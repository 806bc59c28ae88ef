[description]
What web applications of the ee8 environment need behind FastCGI connectors: the web server's users, and mounts.

[tags]
fastcgi

[environment]
ee8

[depend]
ee8-webapp
fastcgi-config

[lib]
lib/fastcgi/fcgi-jetty-ee8.jar
