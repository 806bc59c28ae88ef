package dev.fcgi.servlet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the paths of the front end become paths of deployed applications (MAP-14, MAP-15). Immutable.
 *
 * @param prefixes public prefixes, the longest first
 * @param scriptNameContext the context path behind the prefix that SCRIPT_NAME is, or {@code null}
 */
public record Mount(List<Prefix> prefixes, @Nullable String scriptNameContext) {
    /** The request attribute in which the servlet filters of an environment find the {@link Prefix} of a request. */
    public static final String ATTRIBUTE = "dev.fcgi.mount";

    /** The request attribute by which they tell the connector that Location is public, whatever it looks like. */
    public static final String LOCATION_IS_PUBLIC = "dev.fcgi.locationIsPublic";

    /** Paths are what they are. */
    public static final Mount NONE = new Mount(List.of(), null);

    private static final String SCRIPT_NAME = "script-name";

    /**
     * A public prefix, and what is behind it. Both begin with {@code /} or are empty, do not end with {@code /}, and are
     * percent-encoded.
     *
     * @param publicPath the path at which the front end mounts the application
     * @param contextPath the path at which it is deployed
     */
    public record Prefix(String publicPath, String contextPath) {
        /** {@return the path as the container has to see it, or {@code null} when it is not below the prefix} */
        @Nullable
        String toDeployed(String path) {
            int length = Paths.lengthOfPrefix(path, Paths.decode(publicPath));
            if (length < 0) {
                return null;
            }
            String rest = path.substring(length);
            boolean root = contextPath.isEmpty() && !rest.startsWith("/");
            return contextPath + (root ? "/" : "") + rest;
        }

        /** {@return a public path, perhaps with a query, as it is deployed; what is not below the prefix stays as it is} */
        public String fromPublic(String path) {
            return isBelow(path, publicPath) ? contextPath + path.substring(publicPath.length()) : path;
        }

        /** {@return whether the path is the public one and no more} */
        boolean isBare(String path) {
            return !publicPath.isEmpty() && Paths.lengthOfPrefix(path, Paths.decode(publicPath)) == path.length();
        }

        /** {@return the path as clients see it; what is not of this application stays as it is} */
        public String toPublic(String path) {
            return isBelow(path, contextPath) ? publicPath + path.substring(contextPath.length()) : path;
        }

        /**
         * {@return a path as clients see it that may be so already, never empty: where one prefix is below the other, a path
         * below both is taken for one of the longer}
         */
        public String publish(String path) {
            boolean isPublic = isBelow(path, publicPath);
            boolean isDeployed = isBelow(path, contextPath);
            boolean publicIsLonger = publicPath.length() >= contextPath.length();
            String published = isPublic && (publicIsLonger || !isDeployed) ? path : toPublic(path);
            return published.isEmpty() ? "/" : published;
        }

        /**
         * Publishes the path of a Location or a link.
         *
         * @param origin scheme, host and port of this site, as in {@code http://example.test:8080}
         * @param location a path or an absolute URI; what is relative, or of another site, stays as it is
         * @return as clients have to see it
         */
        public String publishLocation(String origin, String location) {
            if (location.startsWith("/") && !location.startsWith("//")) {
                return publish(location);
            }
            String path = location.startsWith(origin) ? location.substring(origin.length()) : "";
            return path.startsWith("/") ? origin + publish(path) : location;
        }

        private static boolean isBelow(String path, String prefix) {
            return path.startsWith(prefix)
                    && (path.length() == prefix.length() || "/;?#".indexOf(path.charAt(prefix.length())) >= 0);
        }
    }

    /** Copies and orders the prefixes. */
    public Mount {
        prefixes = prefixes.stream()
                .sorted(Comparator.comparingInt(
                                (Prefix prefix) -> prefix.publicPath().length())
                        .reversed())
                .toList();
    }

    boolean isNone() {
        return prefixes.isEmpty() && scriptNameContext == null;
    }

    static Mount parse(String text) {
        List<Prefix> prefixes = new ArrayList<>();
        String scriptNameContext = null;
        for (String mount : VariableNames.split(text)) {
            int equals = mount.indexOf('=');
            String from = equals < 0 ? mount : mount.substring(0, equals);
            if (from.equals(SCRIPT_NAME)) {
                scriptNameContext = equals < 0 ? "" : path(mount.substring(equals + 1));
            } else if (equals < 0) {
                throw new IllegalArgumentException(
                        "it must be /public=/deployed, several of them with commas, or " + SCRIPT_NAME);
            } else {
                prefixes.add(new Prefix(path(from), path(mount.substring(equals + 1))));
            }
        }
        if (scriptNameContext != null && !prefixes.isEmpty()) {
            throw new IllegalArgumentException(SCRIPT_NAME + " must stand alone");
        }
        if (prefixes.stream().map(Prefix::publicPath).distinct().count() < prefixes.size()) {
            throw new IllegalArgumentException("a public path must not be there twice");
        }
        return new Mount(prefixes, scriptNameContext);
    }

    private static String path(String text) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!text.startsWith("/") || path.contains("//") || text.contains("?") || text.contains("#")) {
            throw new IllegalArgumentException("each path must begin with / and have no empty segment and no query");
        }
        return Paths.encode(path);
    }

    /**
     * Finds the prefix of a request.
     *
     * @param path raw
     * @return {@code null} when nothing is mounted
     * @throws CgiException with status 404 when the path is below no mount
     */
    @Nullable
    Prefix find(String path, ScriptPath scriptPath) throws CgiException {
        if (isNone() || path.equals("*")) {
            return null;
        }
        if (scriptNameContext != null) {
            Prefix prefix = new Prefix(scriptPath.publicPrefix(), scriptNameContext);
            if (scriptPath.isPathOf(path) && prefix.toDeployed(path) != null) {
                return prefix;
            }
        }
        for (Prefix prefix : prefixes) {
            if (prefix.toDeployed(path) != null) {
                return prefix;
            }
        }
        throw new CgiException(
                404,
                "'" + CgiException.printable(path) + "' is not below a mount",
                scriptNameContext == null ? null : Notice.NO_PREFIX_IN_SCRIPT_NAME);
    }
}
