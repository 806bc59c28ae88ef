# Starts a program as a web server or systemd does: with a listening socket as descriptor 0.
# perl listen.pl unix:PATH|abstract:NAME|inet:ADDRESS|inet6:ADDRESS PROGRAM [ARGUMENT...]
use strict;
use warnings;
use POSIX qw(dup2);
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6);

my ($kind, $address) = split /:/, shift, 2;
my ($family, $name) =
    $kind eq 'unix' ? (AF_UNIX, pack_sockaddr_un($address))
  : $kind eq 'abstract' ? (AF_UNIX, pack_sockaddr_un("\0$address"))
  : $kind eq 'inet' ? (AF_INET, pack_sockaddr_in(0, inet_pton(AF_INET, $address)))
  : (AF_INET6, pack_sockaddr_in6(0, inet_pton(AF_INET6, $address)));
socket(my $socket, $family, SOCK_STREAM, 0) or die "socket: $!";
bind($socket, $name) or die "bind: $!";
listen($socket, 128) or die "listen: $!";
dup2(fileno($socket), 0) or die "dup2: $!";
exec { $ARGV[0] } @ARGV or die "exec: $!";
