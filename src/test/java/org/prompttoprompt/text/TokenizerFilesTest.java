package org.prompttoprompt.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

/** Real tokenizer files, whole and damaged. Ids are those of transformers 5.18. */
class TokenizerFilesTest {
    private static final Path REAL = Path.of("src/test/resources/real-configs");

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        ClipFiles.copy(folder);
    }

    private ClipTokenizer of(String model) throws IOException {
        try (Stream<Path> files = Files.list(REAL.resolve(model).resolve("tokenizer"))) {
            for (Path file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
        }
        return ClipTokenizer.open(folder);
    }

    private void write(String file, String json) throws IOException {
        Files.writeString(folder.resolve(file), json.replace('\'', '"'));
    }

    private List<Integer> ids(String prompt) {
        return ids(ClipTokenizer.open(folder), prompt);
    }

    private static List<Integer> ids(ClipTokenizer tokenizer, String prompt) {
        Tokens tokens = tokenizer.encode(prompt);
        return tokens.ids().subList(1, tokens.end());
    }

    private static void refused(Executable action, String... parts) {
        String message = assertThrows(Refusal.class, action).getMessage();
        for (String part : parts) assertTrue(message.contains(part), message);
    }

    @Test
    void stableDiffusion2PadsWithTheExclamationMark() throws IOException {
        ClipTokenizer tokenizer = of("sd-2.1-base");
        List<Integer> ids =
                tokenizer.encode("an astronaut riding a horse on mars").ids();
        assertEquals(List.of(49406, 550, 18376, 6765, 320, 4558, 525, 7496, 49407, 0, 0), ids.subList(0, 11));
        assertEquals(List.of(3306, 1002, 0), ids(tokenizer, "hello world!"));
        assertEquals(List.of(49407, 343), ids(tokenizer, "<|ENDOFTEXT|> x"));
    }

    @Test
    void stableDiffusion1PadsWithItsEnd() throws IOException {
        ClipTokenizer tokenizer = of("sd-1.5");
        assertEquals(49407, tokenizer.encode("").ids().get(76));
        assertEquals(List.of(343, 257, 328, 16384, 11231, 257, 344), ids(tokenizer, "x \"İstanbul\" y"));
        assertEquals(List.of(585, 568, 8445, 338), ids(tokenizer, "it'S ''s"));
        assertEquals(List.of(129, 379, 262, 129, 379, 330), ids(tokenizer, "ſ 'ſ \u212A"));
        assertEquals(List.of(256, 49407, 256), ids(tokenizer, "!<|endoftext|>!"));
        // Here the end is looked for as it is written, for the padding is the same token and no object.
        assertEquals(List.of(27, 347, 40786, 4160, 91, 285, 343), ids(tokenizer, "<|ENDOFTEXT|> x"));
    }

    @Test
    void aWordIsFoundBesideLettersThatGrowInLowerCase() throws IOException {
        Tokens tokens = of("sd-1.5").encode("İstanbul cat");
        assertEquals(List.of(1, 2, 3), tokens.find("İstanbul"));
        assertEquals(List.of(4), tokens.find("cat"));
    }

    @Test
    void aListOfAddedTokensByIdsKeepsTheOtherFileOut() throws IOException {
        ClipTokenizer tokenizer = of("sd-1.5-finetune-a");
        write("special_tokens_map.json", "{'pad_token':'!'}");
        assertEquals(49407, ClipTokenizer.open(folder).encode("").ids().get(76));
        assertEquals(List.of(49407, 343), ids(tokenizer, "<|ENDOFTEXT|> x"));
    }

    @Test
    void addedTokensAreReadAsOne() throws IOException {
        of("sd-1.5");
        write("added_tokens.json", "{'<cat-toy>':49408,'Café É':49409}");
        assertEquals(List.of(320, 49408, 321), ids("a<CAT-TOY>b"));
        assertEquals(List.of(49409, 49409), ids("CAFE\u0301  É café é"));
        Tokens tokens = ClipTokenizer.open(folder).encode("a <cat-toy>, red");
        assertEquals(List.of(2), tokens.find("<cat-toy>"));
        assertEquals(List.of(2), tokens.find("cat-toy"));
    }

    @Test
    void theLongestAddedTokenIsTaken() throws IOException {
        of("sd-1.5");
        write("added_tokens.json", "{'ab</w>x':49408,'ab</w>xyz':49409,'b</w>xyzw':49410}");
        assertEquals(49409, ids("ab</w>xyzw").get(0));
        assertEquals(49408, ids("ab</w>xyw").get(0));
    }

    @Test
    void anAddedTokenMayStandAloneOnlyAndTakeSpaces() throws IOException {
        of("sd-1.5");
        write(
                "tokenizer_config.json",
                "{'added_tokens_decoder':{'49408':{'content':'<cat-toy>','lstrip':true,'rstrip':true,"
                        + "'single_word':true,'normalized':false,'special':false}}}");
        assertEquals(List.of(320, 49408, 321), ids("a <cat-toy> b"));
        assertEquals(List.of(268, 49408, 268), ids("-<cat-toy>-"));
        assertEquals(List.of(320, 283, 2368, 268, 5988, 285, 321), ids("a<cat-toy>b"));
        assertEquals(List.of(62, 283, 2368, 268, 5988, 285), ids("_<cat-toy>"));
    }

    @Test
    void whatATokenTakesIsTrueOrFalse() throws IOException {
        of("sd-1.5");
        for (String key : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
            write(
                    "tokenizer_config.json",
                    "{'added_tokens_decoder':{'49408':{'content':'<cat-toy>','" + key + "':'no'}}}");
            refused(() -> ClipTokenizer.open(folder), key + " = \"no\" is not true or false", "Take all files of");
        }
    }

    @Test
    void aSpecialTokenIsReadAsItIsWritten() throws IOException {
        of("sd-1.5");
        String token = "{'added_tokens_decoder':{'49408':{'content':'<Toy>'%s}}}";
        write("tokenizer_config.json", String.format(token, ""));
        assertEquals(List.of(320, 49408, 321), ids("a<tOY>b"));
        write("tokenizer_config.json", String.format(token, ",'special':false"));
        assertEquals(List.of(320, 49408, 321), ids("a<tOY>b"));
        write("tokenizer_config.json", String.format(token, ",'special':true"));
        assertEquals(List.of(320, 49408, 321), ids("a<Toy>b"));
        assertFalse(ids("a<tOY>b").contains(49408));
    }

    @Test
    void aPromptIsAsLongAsTheFileSays() throws IOException {
        of("sd-1.5");
        for (String[] length :
                new String[][] {{"3", "3"}, {"20", "20"}, {"2", "77"}, {"1000000000000000019884624838656", "77"}}) {
            write("tokenizer_config.json", "{'model_max_length':" + length[0] + "}");
            Tokens tokens = ClipTokenizer.open(folder).encode("a cat");
            assertEquals(Integer.parseInt(length[1]), tokens.ids().size(), length[0]);
        }
    }

    @Test
    void furtherSpecialTokensAreReadAsOne() throws IOException {
        of("sd-1.5");
        write("special_tokens_map.json", "{'additional_special_tokens':['!']}");
        assertEquals(List.of(2781, 0, 0), ids("wow!!"));
        write("special_tokens_map.json", "{'additional_special_tokens':['<none>']}");
        refused(() -> ClipTokenizer.open(folder), "<none>", folder.toString());
    }

    @Test
    void tokensWithoutARowAreRefused() throws IOException {
        ClipTokenizer plain = of("sd-1.5");
        plain.requireFits(49408, 77);
        refused(() -> plain.requireFits(49407, 77), "'<|endoftext|>' the number 49407", "0 to 49406");
        refused(() -> plain.requireFits(49408, 64), "77 tokens", "reads 64");
        write("added_tokens.json", "{'<cat-toy>':49408}");
        ClipTokenizer learned = ClipTokenizer.open(folder);
        learned.requireFits(49409, 77);
        refused(() -> learned.requireFits(49408, 77), "<cat-toy>", "49408", "textual inversion", folder.toString());
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        of("sd-1.5");
        Path merges = folder.resolve("merges.txt");
        String whole = Files.readString(merges);
        Files.writeString(merges, whole + "zzzz yyyy\n");
        refused(() -> ClipTokenizer.open(folder), "'zzzz yyyy'", "no 'zzzzyyyy'", folder.toString());
        Files.writeString(merges, whole.substring(0, whole.lastIndexOf(' ')));
        refused(() -> ClipTokenizer.open(folder), "not two pieces");
        Files.delete(merges);
        refused(() -> ClipTokenizer.open(folder), "merges.txt");
        Files.writeString(merges, whole);
        write("vocab.json", "{'a':'b'}");
        refused(() -> ClipTokenizer.open(folder), "damaged", folder.toString());
        write("vocab.json", "{'a</w>':1}");
        refused(() -> ClipTokenizer.open(folder), "vocabulary has no");
        write("tokenizer_config.json", "{'tokenizer_class':'T5Tokenizer'}");
        refused(() -> ClipTokenizer.open(folder), "T5Tokenizer", "CLIPTokenizer");
    }

    @Test
    void aTokenizerInOneFileMayBeDamaged() throws IOException {
        Files.delete(folder.resolve("vocab.json"));
        write("tokenizer.json", "{'model':{'vocab':{}}}");
        refused(() -> ClipTokenizer.open(folder), "damaged", folder.toString());
        write("tokenizer.json", "{}");
        refused(() -> ClipTokenizer.open(folder), "No tokenizer in", "vocab.json");
    }
}
