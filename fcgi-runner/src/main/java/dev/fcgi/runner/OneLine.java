package dev.fcgi.runner;

import java.util.regex.Pattern;
import org.xml.sax.SAXParseException;

/** Text for a line of its own. */
final class OneLine {
    // The identity and state of an object, as Jetty's toString() methods print them.
    private static final Pattern DUMP = Pattern.compile("@[0-9a-f]+(\\{[^}]*})?");

    private OneLine() {}

    /** {@return the text with everything that could break or disturb a line replaced by a space} */
    static String of(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** {@return what went wrong, in the words of the innermost cause that has any} */
    static String reason(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                told = cause;
            }
        }
        String message = told.getMessage();
        String type = told.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return type;
        }
        if (told instanceof SAXParseException xml) {
            return of("XML line " + xml.getLineNumber() + ": " + withoutEnd(message));
        }
        // An exception such as ClassNotFoundException says only a name: its type is half of what it says.
        return of(withoutEnd(DUMP.matcher(message.contains(" ") ? message : type + ": " + message)
                .replaceAll("")));
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
