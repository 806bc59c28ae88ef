#!/usr/bin/perl
# Serves web applications for the web server that starts this script: by one process that all copies of this script
# share, and to which they relay. Written by 'fcgi script --shared'.
#
# FCGI_SHARED  the directory for its socket, lock and process id; this user's alone
use strict;
use warnings;
use Errno;
use Fcntl qw(:flock F_SETFD);
use IO::Handle;
use POSIX qw(setsid);
use Socket;

$ENV{JAVA_HOME} //= '@JAVA_HOME@';
$ENV{FCGI_JAVA_OPTS} //= '@JAVA_OPTIONS@';
my $directory = $ENV{FCGI_SHARED} // "/tmp/fcgi-$>-@NAME@";
my $socket = "$directory/socket";
my @program = (
    @COMMAND@,
    "--listen=unix:$socket",
    "--pid-file=$directory/pid",
);

sub fail {
    print STDERR "fcgi: $_[0]\n";
    exit 1;
}

# Whoever holds the lock serves, or is about to.
sub start_unless_there {
    open my $lock, '>', "$directory/lock" or fail("cannot write '$directory/lock': $!");
    return 0 unless flock $lock, LOCK_EX | LOCK_NB;
    unlink $socket;
    my $process = fork // fail("cannot start a process: $!");
    return 1 if $process;
    setsid();
    fcntl $lock, F_SETFD, 0;    # the process inherits the lock and keeps it until it ends
    $SIG{CHLD} = 'DEFAULT';
    open STDIN, '<', '/dev/null';
    open STDOUT, '>&', \*STDERR;
    { exec { $program[0] } @program };
    fail("cannot start '$program[0]': $!");
}

sub connect_to_process {
    socket my $process, AF_UNIX, SOCK_STREAM, 0 or fail("cannot make a socket: $!");
    return connect($process, pack_sockaddr_un($socket)) ? $process : undef;
}

# Starts the process if need be, and waits until it serves.
sub connection {
    my $started = 0;
    for (1 .. 600) {
        my $process = connect_to_process();
        return $process if $process;
        if (start_unless_there()) {
            fail('the process did not start: see above') if $started++;
        }
        select undef, undef, undef, 0.1;
    }
    fail('the process has not been ready for a minute');
}

# Until the process has ended the connection, or one side is gone. A side is read when the other has taken everything.
sub relay {
    my @side  = @_;
    my @out   = ('', '');
    my @ended = (0, 0);
    $_->blocking(0) for @side;
    until ($ended[0] && $ended[1]) {
        my ($read, $write) = ('', '');
        for my $i (0, 1) {
            vec($write, fileno $side[$i], 1) = 1 if length $out[$i];
            vec($read, fileno $side[$i], 1) = 1 unless $ended[$i] || length $out[ 1 - $i ];
        }
        select $read, $write, undef, undef;
        for my $i (0, 1) {
            if (vec $write, fileno $side[$i], 1) {
                my $written = syswrite $side[$i], $out[$i];
                return unless defined $written || $!{EAGAIN};
                substr($out[$i], 0, $written // 0) = '';
            }
            if (vec $read, fileno $side[$i], 1) {
                my $count = sysread $side[$i], $out[ 1 - $i ], 65536;
                return unless defined $count || $!{EAGAIN};
                if (defined $count && $count == 0) {
                    $ended[$i] = 1;
                    shutdown $side[ 1 - $i ], SHUT_WR;
                }
            }
        }
    }
}

umask 0077;
mkdir $directory;
my @owner = lstat $directory;
@owner && -d _ && $owner[4] == $> && chmod 0700, $directory
    or fail("'$directory' is not a directory of this user: remove it, or set FCGI_SHARED to another");
$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';
connection();
while (1) {
    my $web_server;
    if (!accept $web_server, STDIN) {
        next if $!{EINTR} || $!{EAGAIN} || $!{ECONNABORTED};
        fail("descriptor 0 is no listening socket ($!): the web server has to pass one");
    }
    my $child = fork // fail("cannot start a process: $!");
    if ($child == 0) {
        relay($web_server, connection());
        exit 0;
    }
}
