[description]
Fetches FastCGI from a Maven repository: its modules, their XML and their jars. To be used once, with --create-files,
and not to be added: java -jar start.jar --modules=fastcgi-maven --create-files

[tags]
fastcgi

[files]
maven://dev.fcgi/fcgi-jetty-start/${fastcgi.version}/zip|extract:/

[ini]
fastcgi.version?=${project.version}
