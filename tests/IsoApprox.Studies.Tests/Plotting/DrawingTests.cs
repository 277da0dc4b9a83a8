using IsoApprox.Arithmetic;
using IsoApprox.Studies.CollapseSweep;
using IsoApprox.Studies.Plotting;
using IsoApprox.Studies.Reports;

namespace IsoApprox.Studies.Tests.Plotting;

public class DrawingTests
{
    [Fact]
    public void NumbersHaveThreeDecimalsAndNoExponent()
    {
        Assert.Equal("1.235", SvgText.Number(1.23456));
        Assert.Equal("0", SvgText.Number(-0.0001));
        Assert.Equal("1234567", SvgText.Number(1234567));
        Assert.Throws<ArgumentException>(() => SvgText.Number(double.NaN));
    }

    [Fact]
    public void TextIsEscapedAndControlCharactersAreShown()
    {
        Assert.Equal("a&lt;b &amp; &quot;c&quot; \\x01\\ud800\\x1b\uFFFD", SvgText.Escape("a<b & \"c\" \u0001\uD800\u001b\uFFFE"));
        Assert.Equal("a\\u202eb\\nc", SvgText.Literal("a\u202eb\nc"));
        Assert.Equal("d<sub>iso</sub> &lt; 10<sup>3</sup>", SvgText.ToHtml("d_{iso} < 10^{3}"));
        Assert.DoesNotContain("tspan", SvgText.ToTspans(SvgText.Literal("_{x}"), 12), StringComparison.Ordinal);
        Assert.Equal(24, SvgText.Literal(new string('x', 90)).Length);
    }

    [Fact]
    public void WrappedLinesFitAndKeepEveryWord()
    {
        var text = "a d_{haus} long caption with " + new string('w', 80) + " and more words behind it";
        var lines = SvgText.Wrap(text, 13, 200);
        Assert.All(lines, line => Assert.True(SvgText.Width(line, 13) <= 200, line));
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1, "0.0", "1.0", "")]
    [InlineData(-2e6, 3e6, "\u22122", "3", "×10^{6}")]
    [InlineData(0, 1e-9, "0.0", "1.0", "×10^{\u22129}")]
    [InlineData(1000000, 1000001, "0.0", "1.0", "+ 1000000")]
    [InlineData(-1000001, -1000000, "0.0", "1.0", "\u2212 1000001")]
    public void LinearTicksAreShort(double lower, double upper, string first, string last, string suffix)
    {
        var axis = new LinearScale(lower, upper).Ticks(6);
        Assert.Equal(first, axis.Ticks[0].Label);
        Assert.Equal(last, axis.Ticks[^1].Label);
        Assert.Equal(suffix, axis.Suffix);
    }

    [Theory]
    [InlineData(0.3, 4, "0.5", "1", "2")]
    [InlineData(2, 120, "10^{1}", "10^{2}")]
    [InlineData(3e-7, 4e-6, "5×10^{\u22127}", "10^{\u22126}", "2×10^{\u22126}")]
    public void ShortLogAxesHaveMoreThanOneLabel(double lower, double upper, params string[] labels) =>
        Assert.Equal(labels, new LogScale(lower, upper).Ticks(6).Ticks.OrderBy(t => t.Value).Select(t => t.Label).Where(t => t.Length > 0));

    [Fact]
    public void NumbersOnDarkColoursAreWhite()
    {
        Assert.True(RatioColours.IsDark(RatioColours.OfRatio(0)) && RatioColours.IsDark(RatioColours.OfRatio(2)));
        Assert.False(RatioColours.IsDark(RatioColours.OfRatio(1)) || RatioColours.IsDark(RatioColours.OfDistance(0.3)));
    }

    [Fact]
    public void TicksLieInsideForRandomRanges()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 2000; trial++)
        {
            var extent = Math.Pow(10, (20 * random.NextDouble()) - 10);
            var lower = extent * Math.Pow(10, 6 * random.NextDouble()) * (random.NextDouble() - 0.5);
            AxisScale scale = trial % 2 == 0
                ? new LinearScale(lower, lower + extent)
                : new LogScale(extent, extent * Math.Pow(10, 0.1 + (9 * random.NextDouble())));
            var axis = scale.Ticks(6);
            Assert.InRange(axis.Ticks.Count(t => t.Label.Length > 0), 1, 12);
            Assert.All(axis.Ticks, t => Assert.InRange(scale.Fraction(t.Value), -1e-6, 1 + 1e-6));
            Assert.All(axis.Ticks, t => Assert.True(t.Label.Contains('^', StringComparison.Ordinal) || t.Label.Length <= 6, t.Label));
            var labels = axis.Ticks.Select(t => t.Label).Where(t => t.Length > 0).ToArray();
            Assert.Equal(labels.Length, labels.Distinct().Count());
        }
    }

    [Fact]
    public void LogFrameDrawsLinesAndBandsWhereTheyBelong()
    {
        var frame = new PlotFrame(new PixelBox(100, 50, 400, 200), new LogScale(1, 1e4), new LinearScale(0, 2));
        Assert.Equal((300, 150), frame.Map(100, 1));
        var canvas = new SvgCanvas("t", "title", "description", 600) { Height = 320 };
        frame.DrawAxes(canvas, "points", "gap");
        frame.Band(canvas, [(1, 0, 1), (1e4, 1, 2)], Paint.Solid("#cccccc"));
        frame.Polyline(canvas, [(1, 0.5), (1e4, 1.5)], Paint.Line("#000000"));
        var document = new SvgDocument(canvas.ToSvg());
        document.AssertInside();
        Assert.Equal("100,250 500,150 500,50 100,150", document.All("polygon").Single().Attribute("points")!.Value);
        Assert.Equal("100,200 500,100", document.All("polyline").Single().Attribute("points")!.Value);
    }

    [Fact]
    public void LongCurvesHaveFewPlacesAndShortOnesADotForEachValue()
    {
        foreach (var (count, visible, places) in new[] { (1, 1, 1), (60, 60, 60), (61, 0, 20), (5000, 0, 20) })
        {
            var frame = new PlotFrame(new PixelBox(100, 50, 400, 200), new LinearScale(0, 5000), new LinearScale(-2, 2));
            var canvas = new SvgCanvas("t", "title", "description", 600) { Height = 320 };
            var curve = new DataCurve("c <1>", "step", "loss", Paint.Line("#000000")) { Least = 0 };
            curve.Draw(canvas, frame, [.. Enumerable.Range(0, count).Select(k => ((double)k, k % 2 == 0 ? 1.0 : -1.0))]);
            var document = new SvgDocument(canvas.ToSvg());
            var circles = document.All("circle").ToArray();
            Assert.Equal((places, visible), (circles.Length, circles.Count(c => c.Attribute("fill")!.Value != "none")));
            Assert.Contains("c <1>, step = 0: loss 1", document.Titles());
            var last = count % 2 == 1 ? "1" : "\u22121";
            Assert.Contains($"c <1>, step = {count - 1}: loss {last}", document.Titles());
            document.AssertInside();
        }
    }

    [Fact]
    public void PrintedIntervalsContainTheProvedOnes()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 5000; trial++)
        {
            var value = (random.NextDouble() - 0.3) * Math.Pow(10, (40 * random.NextDouble()) - 20);
            var digits = 1 + (trial % 10);
            Assert.True(Parse(ProvedText.Down(value, digits)) <= value);
            Assert.True(Parse(ProvedText.Up(value, digits)) >= value);
            Assert.Equal(value, Parse(ProvedText.Up(value, digits)), Math.Abs(value) * Math.Pow(10, 1 - digits));
        }

        Assert.Equal("[0.0902971, 0.0959348]", ProvedText.Range(new Interval(0.09029712544184734, 0.09593472380879003)));
        Assert.Equal("[0, 0]", ProvedText.Range(Interval.Zero));
        Assert.Equal("[1, ∞]", ProvedText.Range(new Interval(1, double.PositiveInfinity)));
        Assert.Equal("10", ProvedText.Up(9.9999, 2));
    }

    private static double Parse(string text)
    {
        var plain = text.Replace('\u2212', '-').Replace("×10^{", "e", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        return SvgDocument.Number(plain);
    }
}
