package dev.fcgi.inspector;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Reads request parameters and checks their range. */
final class Parameters {
    private Parameters() {}

    /**
     * {@return a required integer parameter}
     *
     * @throws BadParameterException if it is missing, not an integer, below {@code min} or above {@code max}
     */
    static long integer(HttpServletRequest request, String name, long min, long max) throws BadParameterException {
        String value = request.getParameter(name);
        if (value == null) {
            throw new BadParameterException(
                    "Parameter %s is missing; it must be an integer from %d to %d.".formatted(name, min, max));
        }
        return parse(name, value, min, max);
    }

    /**
     * {@return an optional integer parameter}
     *
     * @param absent the value when the parameter is missing
     * @throws BadParameterException if it is not an integer, below {@code min} or above {@code max}
     */
    static long integer(HttpServletRequest request, String name, long min, long max, long absent)
            throws BadParameterException {
        String value = request.getParameter(name);
        return value == null ? absent : parse(name, value, min, max);
    }

    /**
     * {@return an optional parameter with a closed set of values}
     *
     * @param allowed its values; the first one when the parameter is missing
     * @throws BadParameterException if it has another value
     */
    static String oneOf(HttpServletRequest request, String name, List<String> allowed) throws BadParameterException {
        String value = request.getParameter(name);
        if (value == null) {
            return allowed.get(0);
        }
        if (!allowed.contains(value)) {
            throw new BadParameterException(
                    "Parameter %s must be %s, but is \"%s\".".formatted(name, String.join(" or ", allowed), value));
        }
        return value;
    }

    private static long parse(String name, String value, long min, long max) throws BadParameterException {
        if (value.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (min <= number && number <= max) {
                return number;
            }
        }
        throw new BadParameterException(
                "Parameter %s must be an integer from %d to %d, but is \"%s\".".formatted(name, min, max, value));
    }
}
