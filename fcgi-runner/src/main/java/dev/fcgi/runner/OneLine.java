package dev.fcgi.runner;

/** Text for a line of its own. */
final class OneLine {
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
        if (message == null || message.isBlank()) {
            return told.getClass().getSimpleName();
        }
        // An exception such as ClassNotFoundException says only a name: its type is half of what it says.
        return of(message.contains(" ") ? message : told.getClass().getSimpleName() + ": " + message);
    }
}
