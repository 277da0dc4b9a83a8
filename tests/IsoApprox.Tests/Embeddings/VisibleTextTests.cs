using IsoApprox.Embeddings;

namespace IsoApprox.Tests.Embeddings;

public class VisibleTextTests
{
    [Theory]
    [InlineData("plain text, C:\\new\\table", "plain text, C:\\new\\table")]
    [InlineData("été 𝔸 👩‍👧 한국", "été 𝔸 👩‍👧 한국")]
    [InlineData("\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m")]
    [InlineData("a\tb\r\nc\0d\u007f\u0085\u009b31m", "a\\tb\\r\\nc\\0d\\x7f\\x85\\x9b31m")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("a\u202ecba\u2066\u200f\uFEFF", "a\\u202ecba\\u2066\\u200f\\ufeff")]
    [InlineData("a\U000E0041b", "a\\U000e0041b")]
    public void Shows_what_has_no_picture(string text, string expected)
    {
        Assert.Equal(expected, VisibleText.Of(text));
        Assert.Equal(expected, VisibleText.Of(expected));
        Assert.Equal(expected, new EmbeddingException(text).Message);
        Assert.Equal(expected, new OutputException(text).Message);
    }

    [Fact]
    public void Shows_half_characters() => Assert.Equal("a\\ud800b\\udc00", VisibleText.Of("a\ud800b\udc00"));

    [Fact]
    public void Nothing_that_a_terminal_obeys_is_left()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = VisibleText.Of(((char)c).ToString());
            Assert.DoesNotContain(text, char.IsControl);
            Assert.DoesNotContain(text, char.IsSurrogate);
        }
    }
}
