package dev.fcgi.servlet;

/** Tells the text of an IP address from other text without asking a resolver. */
final class IpAddress {
    private IpAddress() {}

    /**
     * Cleans the text of an address.
     *
     * @param text what a web server sent
     * @return the address without brackets and zone, or empty when the text is not an address
     */
    static String clean(String text) {
        String address = text;
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        int zone = address.indexOf('%');
        if (zone >= 0) {
            address = address.substring(0, zone);
        }
        return isIpv4(address) || isIpv6(address) ? address : "";
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            int number = part.length() <= 3 ? MetaVariables.parsePort(part) : -1;
            if (number < 0 || number > 255) {
                return false;
            }
        }
        return true;
    }

    /** Good enough to keep names and garbage out; the exact grammar is the container's resolver's business. */
    static boolean isIpv6(String text) {
        return text.length() >= 2
                && text.length() <= 45
                && text.indexOf(':') >= 0
                && text.chars().allMatch(c -> (c < 0x80 && Character.digit(c, 16) >= 0) || c == ':' || c == '.');
    }
}
