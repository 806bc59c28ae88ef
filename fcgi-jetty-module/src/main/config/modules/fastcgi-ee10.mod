[description]
What web applications of the ee10 environment need behind FastCGI connectors: mounts.

[tags]
fastcgi

[environment]
ee10

[depend]
ee10-webapp
fastcgi-config

[lib]
lib/fastcgi/fcgi-jetty-ee10.jar
