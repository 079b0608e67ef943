package io.tollgate.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of a run from a text: first line method and path, then headers, an empty line, the body. <code>{1}</code>,
 * <code>{2}</code> … are the tab-separated columns of the next line of a second file, if there is one. The Lua script for wrk
 * reads the same two files.
 */
final class RequestTemplate {

    private static final Pattern COLUMN = Pattern.compile("\\{([1-9])}");

    private final String head;
    private final String body;
    private final String host;
    private final List<String> lines;
    private int next;

    private RequestTemplate(String text, String host, List<String> lines) {
        int gap = text.indexOf("\n\n");
        this.head = gap < 0 ? text.stripTrailing() : text.substring(0, gap);
        this.body = gap < 0 ? "" : text.substring(gap + 2).stripTrailing();
        this.host = host;
        this.lines = lines;
    }

    static RequestTemplate of(String text, String host, List<String> lines) {
        return new RequestTemplate(text, host, lines);
    }

    static RequestTemplate read(Path text, String host, @Nullable Path lines) throws IOException {
        return of(Files.readString(text), host, lines == null ? List.of() : Files.readAllLines(lines));
    }

    /** The bytes of the next request. After the last line the first follows again. */
    ByteBuffer next() {
        if (lines.isEmpty()) {
            return request(head, body);
        }
        String[] columns = lines.get(next).split("\t", -1);
        next = (next + 1) % lines.size();
        return request(fill(head, columns), fill(body, columns));
    }

    private ByteBuffer request(String filledHead, String filledBody) {
        int firstLineEnd = filledHead.indexOf('\n');
        String first = firstLineEnd < 0 ? filledHead : filledHead.substring(0, firstLineEnd);
        String headers =
                firstLineEnd < 0 ? "" : filledHead.substring(firstLineEnd + 1).replace("\n", "\r\n") + "\r\n";
        byte[] content = filledBody.getBytes(StandardCharsets.UTF_8);
        String length = first.startsWith("GET ") ? "" : "Content-Length: " + content.length + "\r\n";
        byte[] start = (first + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + length + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(start.length + content.length)
                .put(start)
                .put(content)
                .flip();
    }

    private static String fill(String text, String[] columns) {
        return COLUMN.matcher(text).replaceAll(match -> Matcher.quoteReplacement(column(match, columns)));
    }

    private static String column(MatchResult match, String[] columns) {
        return columns[Integer.parseInt(match.group(1)) - 1];
    }
}
