[description]
What web applications of the ee9 environment need behind FastCGI connectors: the web server's users, and mounts.

[tags]
fastcgi

[environment]
ee9

[depend]
ee9-webapp
fastcgi-config

[lib]
lib/fastcgi/fcgi-jetty-ee9.jar
