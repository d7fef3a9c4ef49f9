package org.prompttoprompt.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.text.AddedTokens.Piece;
import org.prompttoprompt.text.Tokens.Token;

/**
 * CLIP's tokenizer (Radford et al. 2021) as transformers has it: added tokens are read as a whole; the rest is put into
 * composed letters (NFC) and lower case, split into words, numbers and signs, and these by byte pair encoding; a start and
 * an end token, padding. It also remembers which characters each token stands for, by which words are found.
 */
public final class ClipTokenizer {
    /** The files that are read from a tokenizer's folder, where they are there. */
    public static final List<String> FILES = TokenizerFiles.NAMES;

    private static final Pattern PIECE = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Path folder;
    private final TokenizerFiles files;
    private final Map<String, Integer> vocabulary;
    private final BytePairs bytePairs;
    private final AddedTokens asWritten;
    private final AddedTokens inLowerCase;

    /** The texts of the further tokens of words with several, by the id of the first. */
    private final Map<Integer, List<String>> further;

    private ClipTokenizer(Path folder, TokenizerFiles files, Map<Integer, List<String>> further) {
        this.folder = folder;
        this.files = files;
        this.further = further;
        vocabulary = files.vocabulary();
        bytePairs = new BytePairs(files.merges());
        asWritten = new AddedTokens(
                files.added().stream().filter(t -> !t.normalized()).toList());
        inLowerCase = new AddedTokens(files.added().stream()
                .filter(AddedToken::normalized)
                .map(t -> new AddedToken(
                        new LowerCase(normalized(t.content())).text(),
                        t.id(),
                        t.singleWord(),
                        t.lstrip(),
                        t.rstrip(),
                        true))
                .toList());
    }

    /**
     * Reads the tokenizer folder of a model: vocab.json and merges.txt, or tokenizer.json, with the tokens that were added.
     *
     * @throws Refusal if files are missing or damaged, naming them
     */
    public static ClipTokenizer open(Path folder) {
        return new ClipTokenizer(folder, TokenizerFiles.open(folder), Map.of());
    }

    /**
     * Returns the tokenizer that all models of Stable Diffusion 1, 2 and XL have, for model files that lack it.
     *
     * @param pad the text of the token that pads: {@code <|endoftext|>}, of OpenCLIP's encoders {@code !}
     */
    public static ClipTokenizer standard(String pad) {
        return new ClipTokenizer(Path.of("the plugin"), TokenizerFiles.standard(pad), Map.of());
    }

    /**
     * Returns this tokenizer with learned words, whose ids follow those of the vocabulary. A word of several vectors is several
     * tokens, which stand for the same letters of the prompt; its further tokens may be typed too.
     *
     * @param first the id of the first new token
     * @throws Refusal if a word is in the vocabulary already
     */
    public ClipTokenizer with(List<LearnedWord> words, int first) {
        Map<String, Integer> ids = new HashMap<>(vocabulary);
        List<AddedToken> added = new ArrayList<>(files.added());
        Map<Integer, List<String>> more = new HashMap<>();
        int next = first;
        for (LearnedWord word : words) {
            List<String> tokens = word.tokens();
            more.put(next, tokens.subList(1, tokens.size()));
            for (String token : tokens) {
                if (ids.putIfAbsent(token, next) != null) {
                    throw new Refusal(
                            "embeddings=" + word.file() + ": '" + token + "' is a token of the model already, or"
                                    + " of another file. Rename the file, or take it out.");
                }
                added.add(new AddedToken(token, next++, false, false, false, true));
            }
        }
        return new ClipTokenizer(folder, files.with(ids, added), more);
    }

    /**
     * Checks that a text encoder can read what this makes.
     *
     * @param rows of its embedding, one for each token
     * @param positions the longest prompt that it reads, in tokens
     * @throws Refusal if a token has no row, or prompts are too long
     */
    public void requireFits(int rows, int positions) {
        vocabulary.forEach((token, id) -> {
            if (id >= 0 && id < rows) return;
            boolean added = files.added().stream().anyMatch(t -> t.content().equals(token));
            throw new Refusal("The tokenizer in " + folder + " gives '" + token + "' the number " + id
                    + ", but the text encoder has rows for 0 to " + (rows - 1) + " only. "
                    + (added
                            ? "The token was added, such as by textual inversion, without its row: take the text encoder"
                                    + " that was saved with this tokenizer, or the tokenizer without the token."
                            : "Take tokenizer and text encoder from the same model."));
        });
        if (maxTokens() > positions) {
            throw new Refusal("The tokenizer in " + folder + " makes prompts of " + maxTokens()
                    + " tokens (model_max_length), but the text encoder reads " + positions
                    + ". Take both from the same model.");
        }
    }

    /** Returns how many tokens a prompt has with its start, end and padding: 77 in Stable Diffusion. */
    public int maxTokens() {
        return files.maxTokens();
    }

    /** Returns the tokens of a prompt; what exceeds {@link #maxTokens} is told by {@link Tokens#cut}. */
    public Tokens encode(String text) {
        StringBuilder prompt = new StringBuilder();
        List<Token> all = read(text, prompt);
        return tokens(prompt.toString(), all);
    }

    /** Returns how many parts of the model's length a prompt has, each with a start and an end. */
    public int chunks(String text) {
        int tokens = read(text, new StringBuilder()).size() - 1;
        return Math.max(1, (tokens + room() - 1) / room());
    }

    private int room() {
        return maxTokens() - 2;
    }

    /**
     * Returns the tokens of a prompt of any length, in parts that the model reads one by one: cut after every so many tokens,
     * within a word too, as programs for Stable Diffusion do.
     *
     * @param chunks parts, at least as many as {@link #chunks}; the others are empty
     */
    public Tokens encode(String text, int chunks) {
        StringBuilder prompt = new StringBuilder();
        List<Token> all = read(text, prompt);
        List<Token> tokens = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int chunk = 0; chunk < chunks; chunk++) {
            int from = Math.min(all.size(), 1 + chunk * room());
            List<Token> part = new ArrayList<>(List.of(special(files.bos())));
            part.addAll(all.subList(from, Math.min(all.size(), from + room())));
            part.add(special(files.eos()));
            if (chunk == 0 || part.size() > 2) tokens.addAll(part);
            part.forEach(token -> ids.add(token.id()));
            while (ids.size() < (chunk + 1) * maxTokens()) ids.add(id(files.pad()));
        }
        IntUnaryOperator place = i -> (i - 1) / room() * maxTokens() + 1 + (i - 1) % room();
        return new Tokens(
                prompt.toString(), ids, tokens, Pieces.words(prompt.toString(), all, all.size(), place), chunks);
    }

    private List<Token> read(String text, StringBuilder prompt) {
        List<Token> all = new ArrayList<>();
        all.add(special(files.bos()));
        for (Piece piece : asWritten.split(text)) {
            String part = text.substring(piece.start(), piece.end());
            if (piece.token().isEmpty()) part = normalized(part);
            int start = prompt.length();
            prompt.append(part);
            if (piece.token().isEmpty()) addText(part, start, all);
            else addToken(piece.token(), start, prompt.length(), all);
        }
        return all;
    }

    private static String normalized(String text) {
        return SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
    }

    private void addToken(Optional<AddedToken> token, int start, int end, List<Token> all) {
        AddedToken added = token.orElseThrow();
        all.add(new Token(added.id(), added.content(), start, end));
        for (String text : further.getOrDefault(added.id(), List.of())) all.add(new Token(id(text), text, start, end));
    }

    private Tokens tokens(String prompt, List<Token> all) {
        int kept = Math.min(all.size(), maxTokens() - 1);
        List<Token> tokens = new ArrayList<>(all.subList(0, kept));
        tokens.add(special(files.eos()));
        List<Integer> ids = new ArrayList<>(tokens.stream().map(Token::id).toList());
        while (ids.size() < maxTokens()) ids.add(id(files.pad()));
        return new Tokens(prompt, ids, tokens, Pieces.words(prompt, all, kept, IntUnaryOperator.identity()), 1);
    }

    private void addText(String text, int start, List<Token> tokens) {
        LowerCase lower = new LowerCase(text);
        for (Piece piece : inLowerCase.split(lower.text())) {
            if (piece.token().isPresent()) {
                addToken(piece.token(), start + lower.start(piece.start()), start + lower.end(piece.end()), tokens);
                continue;
            }
            Matcher word = PIECE.matcher(lower.text()).region(piece.start(), piece.end());
            while (word.find()) addWord(lower, word.start(), word.end(), start, tokens);
        }
    }

    /** Adds the byte pairs of one word, [from, to) of the text in lower case, which begins at {@code start} of the prompt. */
    private void addWord(LowerCase lower, int from, int to, int start, List<Token> tokens) {
        String word = lower.text().substring(from, to);
        List<Integer> charOfByte = new ArrayList<>();
        for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
            int bytes = Character.toString(word.codePointAt(i)).getBytes(StandardCharsets.UTF_8).length;
            for (int b = 0; b < bytes; b++) charOfByte.add(start + lower.start(from + i));
        }
        charOfByte.add(start + lower.end(to));
        int at = 0;
        for (String part : bytePairs.split(word)) {
            int next = at + BytePairs.bytes(part);
            int first = charOfByte.get(at);
            int end = Math.max(first + 1, charOfByte.get(next));
            tokens.add(new Token(id(part), part.replace("</w>", ""), first, end));
            at = next;
        }
    }

    private Token special(String text) {
        return new Token(id(text), text, -1, -1);
    }

    private int id(String token) {
        Integer id = vocabulary.get(token);
        return id != null ? id : vocabulary.get(files.unknown());
    }
}
