[description]
Settings that all FastCGI connectors share: what is believed of the web server, and how much requests may take.

[tags]
fastcgi

[depend]
server
security

[lib]
lib/fastcgi/fcgi-core.jar
lib/fastcgi/fcgi-servlet-bridge.jar
lib/fastcgi/fcgi-jetty-module.jar

[xml]
etc/fastcgi-config.xml

[ini]
jetty.server.addHiddenClasses+=,dev.fcgi.

[ini-template]
## Where getServerName() comes from: the Host header, or always SERVER_NAME. May be host-header, variable.
# fastcgi.serverName=host-header

## Where getServerPort() comes from when the Host header has no port: SERVER_PORT behind nginx, else the scheme's
## default; always the scheme's default; always SERVER_PORT. May be auto, host, variable.
# fastcgi.serverPort=auto

## Which variables the path is taken from: REQUEST_URI as the client sent it, SCRIPT_NAME and PATH_INFO, or
## PATH_INFO alone. May be request-uri, script-path, path-info. Risk: the others have been decoded: the
## application may see another path than the web server's rules did.
# fastcgi.pathSource=request-uri

## What is done with a decoded path that is not UTF-8: 400, or it is read as ISO-8859-1. May be reject,
## iso-8859-1.
# fastcgi.badPathEncoding=reject

## Where the web server mounts what is deployed elsewhere; see Mounts. May be /public=/deployed, several with
## commas; script-name, script-name=/deployed.
# fastcgi.mount=

## When REMOTE_USER is the user; see identity.md. May be auth-type, trust, ignore. Risk: trust believes also
## nginx and HAProxy, which send it for passwords that nobody has checked unless they are configured to.
# fastcgi.remoteUser=auth-type

## Lists the user's roles. May be a variable. Risk: whoever sets the variable grants the roles.
# fastcgi.remoteGroups=

## Separates the roles; blanks around a role are dropped. May be a text.
# fastcgi.remoteGroupsSeparator=,

## What the web server must send with every request; without it the answer is 403. May be 16 characters or more.
## Risk: on a command line it can be seen in the list of processes: use FASTCGI_SECRET, or a file.
# fastcgi.secret=

## Carries the secret; no application sees it. May be a variable.
# fastcgi.secretVariable=FASTCGI_SECRET

## Is SUCCESS when the web server has verified the client's certificate. May be a variable.
# fastcgi.clientVerify=SSL_CLIENT_VERIFY

## Holds the client's certificate. May be variables with commas, the first that is not empty counts. Risk: a name
## that begins with HTTP_ is a header: the web server must take it out of what clients send.
# fastcgi.clientCertificate=SSL_CLIENT_CERT

## Holds the certificates above it, whole or numbered by _0, _1 and so on. May be variables with commas. Risk:
## the same.
# fastcgi.clientCertificateChain=SSL_CLIENT_CERT_CHAIN

## The version of TLS. May be variables with commas.
# fastcgi.sslProtocol=SSL_PROTOCOL

## The cipher suite. May be variables with commas.
# fastcgi.sslCipher=SSL_CIPHER

## The bits of its key; without them they are deduced from the name of the suite. May be variables with commas.
# fastcgi.sslKeySize=SSL_CIPHER_USEKEYSIZE

## The TLS session. May be variables with commas.
# fastcgi.sslSessionId=SSL_SESSION_ID

## Whether REDIRECT_HTTP_AUTHORIZATION, into which Apache's rewriting carries it, stands for a missing
## Authorization header. May be on, off.
# fastcgi.redirectAuthorization=on

## Whether applications find all variables in the request attribute dev.fcgi.variables, a Map<String, String>
## without secret, credentials and cookies. May be on, off. Risk: applications learn paths and addresses of the
## web server.
# fastcgi.variables=off

## Become request attributes of their names. May be variables with commas, a * at the end stands for anything.
## Risk: what begins with HTTP_ is the client's word.
# fastcgi.attributes=

## Connections of one connector at once; further ones wait in the system's queue. May be 1 or more.
# fastcgi.maxConnections=10000

## Requests that are open or still run, over all connections; one more is answered 503. May be 1 or more. Risk:
## memory, and descriptors of applications, grow with it.
# fastcgi.maxRequests=10000

## Requests open at once on a multiplexed connection; one more is answered 503. May be 1 or more.
# fastcgi.maxRequestsPerConnection=100

## Bytes of variables that have not arrived whole, over all connections; a request beyond it is answered 503. May
## be 1 or more. Risk: memory.
# fastcgi.maxIncompleteBytes=16777216

## Bytes of the variables of one request; one with more is answered 431. May be 1 or more. Risk: memory.
# fastcgi.maxParamsBytes=262144

## Variables of one request; one with more is answered 431. May be 1 or more.
# fastcgi.maxParams=1000

## Bytes of the name of a variable; a request with a longer one is answered 431. May be 1 or more.
# fastcgi.maxNameBytes=1024

## Bytes of the value of a variable; a request with a longer one is answered 431. May be 1 or more.
# fastcgi.maxValueBytes=131072

## Bytes of one FCGI_GET_VALUES record, and of answers that were not sent yet; a connection with more is closed.
## May be 1 or more.
# fastcgi.maxManagementBytes=8192

## Bytes of a request's body that are held until the application reads them; then the connection is not read. May
## be 1 or more. Risk: memory.
# fastcgi.bodyWindowBytes=65536

## Bytes of a body that are read and dropped because the application does not read them; a connection with more
## is closed after the response. May be 0 or more.
# fastcgi.maxUnreadBytes=67108864

## Milliseconds a new connection may be silent. May be 1 or more.
# fastcgi.firstByteMillis=10000

## Milliseconds the variables of a request may take; a request beyond it is answered 408. May be 1 or more.
# fastcgi.paramsMillis=30000

## Milliseconds a request may keep a multiplexed connection from being read; then it is answered 503. May be 1 or
## more.
# fastcgi.stallMillis=30000

## Milliseconds an application may take to return from an aborted request, before its place is given away. May be
## 1 or more.
# fastcgi.abortMillis=30000

## Milliseconds a connection is still read after its last response, so that nothing written is lost; 0 closes at
## once. May be 0 or more. Risk: with 0 web servers may lose the end of a response.
# fastcgi.drainMillis=5000

## Whether several requests may be open on one connection, as HAProxy can. May be on, off. Risk: a request whose
## application does not read its body holds up the others.
# fastcgi.multiplexing=off

## How a request is refused for which there is no room: with 503, or with FCGI_OVERLOADED. May be status,
## protocol. Risk: of protocol some web servers make an empty response with status 200, or wait for ever.
# fastcgi.overload=status

## What the end of the web server's output means while a request is open: that nobody waits for it any more, or
## nothing. May be abort, answer. Risk: with answer applications work on for clients that have left.
# fastcgi.halfClose=abort

## Whether X-Sendfile, X-Accel-Redirect and the like of an application reach the web server. May be on, off.
## Risk: an application that can be tricked into such a field has the web server send its files.
# fastcgi.fileOrders=off

## Whether event streams get X-Accel-Buffering: no, without which nginx holds events back. May be on, off.
# fastcgi.unbufferedEvents=on

## Bytes the web server's log is told of an error that an application did not catch; 0 for nothing. May be 0 to
## 32768. Risk: messages of errors may hold what is not for the web server's log.
# fastcgi.maxStderrBytes=1024

## The appStatus of a request whose application did not catch an error. May be 0 to 255. Risk: with another one
## than 0 OpenLiteSpeed replaces the response.
# fastcgi.errorAppStatus=0

## Bytes of a response head from which on a warning is logged, once a minute: web servers answer 502 when it does
## not fit their buffer. May be 0 or more.
# fastcgi.headWarningBytes=4096

## Bytes of CONTENT_LENGTH up to which a request is run only when its body has come, so that slow clients hold no
## thread where the web server does not buffer requests; 0 runs each at once. May be 0 or more. Risk: applications
## cannot answer before they have the body.
# fastcgi.dispatchAfterBodyBytes=0

## Bytes that are read from a connection at once. May be 1 or more.
# fastcgi.inputBufferSize=32768

## Whether they are read into memory outside of the heap. May be on, off.
# fastcgi.useInputDirectByteBuffers=on

## Connections that may wait to be accepted, within the system's own bound (net.core.somaxconn); 0 leaves it to
## Java. May be 0 or more. Risk: on a Unix socket a full queue refuses connections.
# fastcgi.acceptQueueSize=1024

## Milliseconds without a byte after which a connection that is kept, or a request, ends; 0 for never. May be 0
## or more. Risk: shorter than the web server's own time, requests meet connections that are just closed.
# fastcgi.idleTimeout=75000

## The web servers that may connect over TCP; without it all that can. May be IPv4 addresses, IPv6 addresses and
## CIDR blocks, with commas.
# fastcgi.allow=
