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
        int numbers = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            int number = to - from <= 3 ? MetaVariables.parsePort(text.substring(from, to)) : -1;
            if (number < 0 || number > 255) {
                return false;
            }
            numbers++;
            from = to + 1;
        }
        return numbers == 4;
    }

    /** {@return whether the text is an IPv6 address (RFC 4291, section 2.2), without brackets and zone} */
    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int groupsBefore = before.isEmpty() ? 0 : before.indexOf('.') >= 0 ? -1 : groups(before);
        int groupsAfter = after.isEmpty() ? 0 : groups(after);
        return groupsBefore >= 0 && groupsAfter >= 0 && groupsBefore + groupsAfter <= 7;
    }

    /** {@return how many 16-bit groups the text holds, an IPv4 address at its end counting two; -1 when it is none} */
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (i == parts.length - 1 && isIpv4(part)) {
                groups += 2;
            } else if (!part.isEmpty() && part.length() <= 4 && part.chars().allMatch(IpAddress::isHexDigit)) {
                groups++;
            } else {
                return -1;
            }
        }
        return groups;
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
