package io.tollgate.platform.jobs;

import java.util.concurrent.ExecutionException;
import reactor.core.Exceptions;

/** Puts failures into words. */
final class Failures {

    private static final int MAX_LENGTH = 1_000;

    private Failures() {}

    /** Class and message of the failure and of what lies at its bottom: what a person needs to know, on one line. */
    static String describe(Throwable failure) {
        Throwable top = unwrap(failure);
        Throwable root = root(top);
        String text = top == root ? one(top) : one(top) + ", caused by " + one(root);
        String plain = line(text);
        return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH) + "…";
    }

    /** On one line: text from outside must not make lines of its own in a log. */
    static String line(String text) {
        return plain(text).replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    /** PostgreSQL keeps no NUL in a text. */
    static String plain(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static String one(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable unwrapped = Exceptions.unwrap(failure);
        return unwrapped instanceof ExecutionException && unwrapped.getCause() != null
                ? unwrapped.getCause()
                : unwrapped;
    }

    private static Throwable root(Throwable failure) {
        Throwable current = failure;
        // Some libraries make rings of causes.
        for (int depth = 0; current.getCause() != null && depth < 20; depth++) {
            current = current.getCause();
        }
        return current;
    }
}
