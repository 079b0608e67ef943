package io.tollgate.bench;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Reads the responses of one keep-alive connection, one after another: the status, and where the body ends (RFC 9112 §6). */
final class ResponseReader {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int FIRST_FINAL_STATUS = 200;

    private final StringBuilder line = new StringBuilder(256);
    private Part part = Part.STATUS;
    private int status;
    private long remaining;
    private boolean chunked;
    private boolean closing;

    /** Takes what has arrived. True when a response ended there; bytes of a next one stay in the buffer. */
    boolean read(ByteBuffer arrived) {
        if (part == Part.END) {
            begin();
        }
        while (arrived.hasRemaining() && part != Part.END) {
            if (part == Part.BODY || part == Part.CHUNK) {
                skip(arrived);
            } else {
                take((char) (arrived.get() & 0xff));
            }
        }
        return part == Part.END;
    }

    int status() {
        return status;
    }

    /** Whether the server said that it closes the connection after this response. */
    boolean closing() {
        return closing;
    }

    private void begin() {
        part = Part.STATUS;
        remaining = 0;
        chunked = false;
        closing = false;
    }

    private void skip(ByteBuffer arrived) {
        int taken = (int) Math.min(arrived.remaining(), remaining);
        arrived.position(arrived.position() + taken);
        remaining -= taken;
        if (remaining == 0) {
            part = part == Part.CHUNK ? Part.CHUNK_SIZE : Part.END;
        }
    }

    private void take(char character) {
        if (character != '\n') {
            line.append(character);
            return;
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        String whole = line.toString();
        line.setLength(0);
        end(whole);
    }

    private void end(String whole) {
        switch (part) {
            case STATUS -> status(whole);
            case HEADERS -> header(whole);
            case CHUNK_SIZE -> chunk(whole);
            case TRAILERS -> part = whole.isEmpty() ? Part.END : Part.TRAILERS;
            default -> throw new IllegalStateException("No line belongs in " + part);
        }
    }

    private void status(String whole) {
        if (!whole.startsWith("HTTP/1.1 ") || whole.length() < 12) {
            throw new IllegalStateException("Not an HTTP/1.1 response: " + whole);
        }
        status = Integer.parseInt(whole, 9, 12, 10);
        part = Part.HEADERS;
    }

    private void header(String whole) {
        if (whole.isEmpty()) {
            endHeaders();
            return;
        }
        int colon = whole.indexOf(':');
        String name = whole.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        String value = whole.substring(colon + 1).trim();
        switch (name) {
            case "content-length" -> remaining = Long.parseLong(value);
            case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
            case "connection" -> closing = value.equalsIgnoreCase("close");
            default -> {}
        }
    }

    private void endHeaders() {
        if (status < FIRST_FINAL_STATUS) {
            begin();
        } else if (status == NO_CONTENT || status == NOT_MODIFIED) {
            part = Part.END;
        } else if (chunked) {
            part = Part.CHUNK_SIZE;
        } else {
            part = remaining == 0 ? Part.END : Part.BODY;
        }
    }

    private void chunk(String whole) {
        int end = whole.indexOf(';');
        int size = Integer.parseInt(end < 0 ? whole : whole.substring(0, end).trim(), 16);
        // The line end after the chunk is skipped with it.
        remaining = size + 2L;
        part = size == 0 ? Part.TRAILERS : Part.CHUNK;
    }

    private enum Part {
        STATUS,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILERS,
        END
    }
}
