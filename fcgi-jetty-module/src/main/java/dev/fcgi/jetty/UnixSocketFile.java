package dev.fcgi.jetty;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix socket and its file. The file appears with its final mode and group: it is bound inside a new
 * directory that only the owner may enter, and then moved to its place. A file that a dead process left behind is
 * replaced; a live socket, and anything that is no socket, is left alone.
 */
final class UnixSocketFile implements ListeningSocket {
    /** The most bytes of path that Java binds and connects to; Linux itself would take one more. */
    private static final int MAX_BOUND_BYTES = 106;

    /** What the temporary directory and the name in it add to the path of the target's directory. */
    private static final int TEMPORARY_BYTES = "/.fcgi-12345678/s".length();

    private static final int FILE_TYPE_MASK = 0170000;
    private static final int SOCKET_FILE_TYPE = 0140000;

    private final Path path;
    private final ServerSocketChannel channel;
    private final Object fileKey;

    private UnixSocketFile(Path path, ServerSocketChannel channel, Object fileKey) {
        this.path = path;
        this.channel = channel;
        this.fileKey = fileKey;
    }

    @Override
    public ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public SocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketChannel accept() throws IOException {
        return channel.accept();
    }

    /**
     * Checks that a socket can have this path.
     *
     * @return what is wrong with it, or {@code null}
     */
    static @Nullable String problem(Path target) {
        Path path = target.toAbsolutePath();
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        Path parent = path.getParent();
        int bound = parent == null ? 0 : parent.toString().getBytes(StandardCharsets.UTF_8).length + TEMPORARY_BYTES;
        int most = Math.max(length, bound);
        return most <= MAX_BOUND_BYTES
                ? null
                : "Unix socket path " + path + " is " + (most - MAX_BOUND_BYTES)
                        + " bytes too long: use a shorter directory or name";
    }

    /**
     * Binds a socket.
     *
     * @param target where its file is to be
     * @param mode its permissions
     * @param group its group, or {@code null} for the process's own
     * @param backlog the most connections that wait to be accepted, 0 for Java's default
     * @throws IOException with a message for the operator
     */
    static UnixSocketFile bind(Path target, Set<PosixFilePermission> mode, @Nullable String group, int backlog)
            throws IOException {
        Path path = target.toAbsolutePath();
        String problem = problem(path);
        if (problem != null) {
            throw new IOException(problem);
        }
        requireFree(path);
        Path directory = createDirectoryBeside(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path bound = directory.resolve("s");
        try {
            channel.bind(UnixDomainSocketAddress.of(bound), backlog);
            Files.setPosixFilePermissions(bound, mode);
            if (group != null) {
                setGroup(bound, group, path);
            }
            Object fileKey = fileKey(bound);
            Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
            return new UnixSocketFile(path, channel, fileKey);
        } catch (IOException x) {
            channel.close();
            throw x;
        } finally {
            Files.deleteIfExists(bound);
            Files.deleteIfExists(directory);
        }
    }

    private static void requireFree(Path path) throws IOException {
        int type;
        try {
            type = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE_MASK;
        } catch (NoSuchFileException x) {
            return;
        } catch (AccessDeniedException x) {
            throw new IOException("Unix socket " + path + " cannot be made: no permission to enter its directory", x);
        }
        if (type != SOCKET_FILE_TYPE) {
            throw new IOException("Unix socket " + path
                    + " cannot be made: a file that is no socket is in its place; remove it, or use another path");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException(
                    "Unix socket " + path + " is in use by another process: stop it, or use another path");
        } catch (SocketException x) {
            String message = String.valueOf(x.getMessage()).toLowerCase(Locale.ROOT);
            if (!message.contains("refused") && !message.contains("no such file")) {
                throw new IOException(
                        "Unix socket " + path + " exists and it cannot be told whether it is in use: " + x.getMessage(),
                        x);
            }
            // nobody listens: the file of a dead process, replaced by the move
        }
    }

    private static Path createDirectoryBeside(Path path) throws IOException {
        Path parent = Objects.requireNonNull(path.getParent(), "an absolute path of a file has a parent");
        try {
            String name =
                    String.format(".fcgi-%08x", ThreadLocalRandom.current().nextInt());
            return Files.createDirectory(
                    parent.resolve(name),
                    PosixFilePermissions.asFileAttribute(EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE)));
        } catch (NoSuchFileException x) {
            throw new IOException("Unix socket " + path + " cannot be made: there is no directory " + parent, x);
        } catch (FileSystemException x) {
            String reason = x instanceof AccessDeniedException ? "no permission to write" : x.getReason();
            throw new IOException("Unix socket " + path + " cannot be made in directory " + parent + ": " + reason, x);
        }
    }

    private static void setGroup(Path bound, String name, Path path) throws IOException {
        try {
            GroupPrincipal group =
                    bound.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
            Files.getFileAttributeView(bound, PosixFileAttributeView.class).setGroup(group);
        } catch (UserPrincipalNotFoundException x) {
            throw new IOException(
                    "group '" + name + "' of Unix socket " + path + " is unknown: use one that 'getent group' lists",
                    x);
        } catch (FileSystemException x) {
            throw new IOException(
                    "group '" + name + "' cannot be given to Unix socket " + path
                            + ": the process must run as root or be a member of the group",
                    x);
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Stops listening and removes the file unless another process has put its own there. */
    @Override
    public void close() throws IOException {
        try {
            if (fileKey.equals(fileKey(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException x) {
            // somebody has removed it before
        } finally {
            channel.close();
        }
    }
}
