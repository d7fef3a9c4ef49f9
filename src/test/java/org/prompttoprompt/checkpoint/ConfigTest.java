package org.prompttoprompt.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

/** Options are read as what they are, or refused by key, value and file. */
class ConfigTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatIsThereAndElseTheDefault() throws IOException {
        Config c = config("{'i':3,'d':1e-05,'b':true,'s':'silu','l':[1,2],'n':null,'_class_name':'UNet'}");
        assertEquals(3, c.getInt("i", 0));
        assertEquals(1e-5, c.getDouble("d", 0));
        assertTrue(c.getBoolean("b", false));
        assertEquals("silu", c.getString("s", ""));
        assertEquals(List.of(1, 2), c.getInts("l", List.of()));
        assertEquals(7, c.getInt("n", 7));
        assertEquals(8, c.getInt("absent", 8));
        c.requireAllRead();
    }

    @Test
    void takesOneNumberForAllLevelsOrOneForEach() throws IOException {
        Config c = config("{'one':2,'each':[5,10]}");
        assertEquals(List.of(2, 2, 2), c.getPerLevel("one", 0, 3));
        assertEquals(List.of(5, 10), c.getPerLevel("each", 0, 2));
        refused(() -> c.getPerLevel("each", 0, 3), "each = [5,10]", "each of the 3 levels");
    }

    @Test
    void refusesAnUnknownOption() throws IOException {
        refused(() -> config("{'strange':5}").requireAllRead(), "unknown option strange = 5");
    }

    @Test
    void allowsAnOptionOnlyAtItsValues() throws IOException {
        Config c = config("{'a':null,'b':1.0,'c':'positional','d':false}");
        c.allow("a", (Object) null);
        c.allow("b", 1);
        c.allow("c", "positional", "other");
        c.allow("d", false);
        c.allow("absent", 1);
        c.requireAllRead();
        refused(() -> c.allow("c", "default"), "c = \"positional\" is not supported");
        refused(() -> c.allow("a", 1), "a = null is not supported");
        refused(() -> c.allow("d", (Object) null), "d = false is not supported");
    }

    @Test
    void whatIsTrueOrFalseIsNoText() throws IOException {
        Config c = config("{'a':true,'b':null,'c':'false','d':[true]}");
        assertTrue(c.getBoolean("a", false));
        assertTrue(c.getBoolean("b", true));
        refused(() -> c.getBoolean("c", true), "c = \"false\" is not true or false", "mend the value");
        refused(() -> c.allow("c", false), "c = \"false\" is not true or false");
        refused(() -> c.allow("d", false), "d = [true] is not supported; supported: [false]");
        c.allow("c", "false");
    }

    @Test
    void refusesValuesOfAnotherKind() throws IOException {
        Config c = config("{'a':'x','b':1.5,'c':[1],'d':'true','e':{},'f':1000000000000,'g':[1,1e30],'h':-1e10}");
        refused(() -> c.getInt("a", 0), "a = \"x\" is not a whole number");
        refused(() -> c.getInt("b", 0), "b = 1.5 is not a whole number");
        refused(() -> c.getInt("e", 0), "e = {} is not a whole number");
        refused(() -> c.getInt("f", 0), "f = 1000000000000 is too large a number");
        refused(() -> c.getInts("g", null), "g = [1,1e30] is too large a number");
        refused(() -> c.getInt("h", 0), "h = -1e10 is too small a number");
        refused(() -> c.getBoolean("d", false), "d = \"true\" is not true or false");
        refused(() -> c.getStrings("a", null), "a = \"x\" is not a list of texts");
    }

    /** Python writes numbers that are none so, and JSON knows no such words. */
    @Test
    void quotesAWordWithoutQuotesAsItStands() throws IOException {
        Config c = config("{'a':NaN,'b':'NaN','c':-Infinity , 'd':None}");
        refused(() -> c.getDouble("a", 0), "a = NaN is not a number");
        refused(() -> c.getDouble("b", 0), "b = \"NaN\" is not a number");
        refused(() -> c.getDouble("c", 0), "c = -Infinity is not a number");
        refused(() -> c.getBoolean("d", false), "d = None is not true or false");
        refused(() -> c.allow("a", 1), "a = NaN is not supported");
    }

    @Test
    void quotesSuchWordsInAListAsTheyStand() throws IOException {
        Config c = config(
                "{'a': [0.1, NaN,\n  -Infinity], 'b': ['NaN', None, 'a b'], 'c': ['NaN', 1], 'd': [[1, NaN], [2]],"
                        + " 'e': {'height': NaN, 'width': 7}}");
        refused(() -> c.allow("a", (Object) null), "a = [0.1,NaN,-Infinity] is not supported");
        refused(() -> c.getInts("b", null), "b = [\"NaN\",None,\"a b\"] is not a list of whole numbers");
        refused(() -> c.getInts("c", null), "c = [\"NaN\",1] is not a list");
        refused(() -> c.getInts("d", null), "d = [[1,NaN],[2]] is not a list");
        refused(() -> c.getSide("e", 0, "height", "width"), "e = {\"height\":NaN,\"width\":7} is not one size");
    }

    @Test
    void refusesWhatIsNoObject() throws IOException {
        refused(() -> config("[1]"), "is not a JSON object");
        refused(() -> config("{"), "is not a JSON object: it ends in the middle");
        refused(() -> config("{\"a\": \"b"), "is not a JSON object: it ends in the middle");
        refused(() -> config("{\"a\": 1}\nx"), "is not a JSON object: something stands behind its end");
        for (String lines : List.of("{'a': 1,\n 'b' 2}\n", "{\n\t'a': [1,\r\n2}\n}", "no\njson\u2028\n", "[1,\n2]")) {
            String message = assertThrows(Refusal.class, () -> config(lines)).getMessage();
            assertTrue(message.matches("[^\\p{C}\\u2028]+"), "one line: " + message);
        }
        refused(
                () -> config("{'a': 1,\n 'b' 2}"),
                "it holds '{\"a\": 1, \"b\" 2}', which is wrong at line 2, column 7");
        refused(() -> Config.open(folder.resolve("none.json")), "There is no file", "none.json");
    }

    private Config config(String json) throws IOException {
        return Config.open(Files.writeString(folder.resolve("config.json"), json.replace('\'', '"')));
    }

    private static void refused(Executable action, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String part : parts) assertTrue(message.contains(part), message);
        assertTrue(message.contains(".json"), message);
    }
}
