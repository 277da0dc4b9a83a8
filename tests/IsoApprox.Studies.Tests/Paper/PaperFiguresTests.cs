using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Measures;
using IsoApprox.Sets;
using IsoApprox.Studies.Paper;
using IsoApprox.Studies.Tests.Plotting;

namespace IsoApprox.Studies.Tests.Paper;

public class PaperFiguresTests
{
    private const string Status = "a status.";
    private static readonly double[] Toy = PaperInstances.Toy().Coordinates.ToArray();

    public static TheoryData<string> Cases => [.. Instances.Keys];

    private static Dictionary<string, Embedding> Instances { get; } = new()
    {
        ["toy"] = PaperInstances.Toy(),
        ["large"] = Scaled(v => 1e6 * v),
        ["far from zero"] = Scaled(v => 1e6 + v),
        ["huge"] = Scaled(v => -1e99 * v),
        ["tiny"] = Scaled(v => 1e-9 * v),
        ["all equal"] = Scaled(_ => 3),
        ["all zero"] = Scaled(_ => 0),
        ["one point"] = Embedding.Create([1.0, 2], 2, [0]),
        ["one class"] = Embedding.Create(Toy, 2, [4, 4, 4, 4, 4]),
        ["a singleton class"] = Embedding.Create(Toy, 2, [0, 1, 1, 1, 1]),
        ["singletons"] = Embedding.Create(Toy, 2, [0, 1, 2, 3, 4]),
        ["duplicates"] = Embedding.Create([0, 0, 0, 0, 1, 0, 1, 0, .5, .1, .5, .1], 2, [0, 1, 0, 1, 0, 1]),
        ["collinear"] = Embedding.Create([0, 0, 1, 0, 2, 0, 3, 0, 4, 1e-12], 2, [0, 1, 0, 1, 0]),
        ["one coordinate"] = Embedding.Create([0.0, 1, 2, 3, 4, 5], 1, [0, 1, 0, 1, 0, 1]),
        ["odd labels"] = Embedding.Create([0, 0, 1, 0, 2, 0, 3, 1], 2, ["a<b", "&\u0001" + new string('m', 60), "a<b", "_{x} ]]>"]),
        ["many classes"] =
            Embedding.Create(PaperInstances.MixedPlanar(24).Coordinates, 2, [.. Enumerable.Range(0, 24).Select(i => i % 12)]),
        ["twenty points"] = PaperInstances.MixedPlanar(),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryFigureIsWellFormedInsideItsPageAndRepeatable(string name)
    {
        var figures = Draw(Instances[name]);
        for (var k = 0; k < figures.Length; k++)
        {
            var document = new SvgDocument(figures[k]);
            document.AssertInside();
            document.AssertTitled();
            Assert.Equal($"figure-{k + 1}", document.Root.Attribute("id")!.Value);
            Assert.StartsWith($"Figure {k + 1}.", document.All("title").First().Value, StringComparison.Ordinal);
            Assert.NotEmpty(document.All("desc").Single().Value);
        }

        Assert.Equal(figures, Draw(Instances[name]));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BothAxesHaveTheSameScale(string name)
    {
        var f = Instances[name];
        foreach (var figure in Draw(f).Skip(2).Take(3))
        {
            var dots = new SvgDocument(figure).Dots(f.Count);
            var (pixels, data) = (0.0, 0.0);
            ForPairs(f, dots, (a, b) => (pixels, data) = (Math.Max(pixels, a), Math.Max(data, b)));
            if (data > 0)
            {
                Assert.InRange(pixels, 20, 2000);
                ForPairs(f, dots, (a, b) => Assert.Equal(b * (pixels / data), a, 2 * Tolerances.Pixel));
            }
        }
    }

    [Fact]
    public void BlackBarsAreAsLongAsWhatTheyStandFor()
    {
        var f = PaperInstances.Toy();
        var g = Shrunk(f);
        var figures = Draw(f);
        Assert.Equal(IsometricError.Compute(f, g).Value, new SvgDocument(figures[3]).Bar()!.Value / PixelsPerUnit(f, figures[3]), 1e-4);
        Assert.Equal(TripletLoss.HardMined(f).Value, new SvgDocument(figures[4]).Bar()!.Value / PixelsPerUnit(f, figures[4]), 1e-4);
        Assert.Null(new SvgDocument(Draw(Instances["all equal"])[4]).Bar());
    }

    [Fact]
    public void LongestArrowsOnlyAreOutlined()
    {
        var f = Embedding.Create([0.0, 0, 1, 0, 5, 5], 2, [0, 0, 1]);
        var g = f.WithPoints([0, 0.5, 1, -0.5, 5, 5.1], 2);
        var document = new SvgDocument(PaperFigures.HausdorffLike(f, g, new Interval(0.1, 0.5), Status));
        Assert.Equal(2 + 1, document.All("line").Count(l => l.Attribute("stroke-width")?.Value == "5.5"));
        Assert.Contains("2 arrows are equally long", document.Root.Value, StringComparison.Ordinal);
        Assert.Contains("[0.1, 0.5]", document.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void MarksSayRowClassAndValue()
    {
        var f = Embedding.Create([0.0, 0, 1, 0, 5, 5], 2, ["<script>", "a&\u0001_{b}", "<script>"]);
        var g = f.WithPoints([0, 0.5, 1, -0.25, 5, 5.125], 2);
        var titles = new SvgDocument(PaperFigures.HausdorffLike(f, g, new Interval(0.1, 0.5), Status)).Titles();
        Assert.Contains("f row 2, class <script>: (5, 5)", titles);
        Assert.Contains("f* row 2, class <script>: (5, 5.125)", titles);
        Assert.Contains("row 2, class <script>: moved by 0.125", titles);
        Assert.Contains("f row 1, class a&\\x01_ {b}: (1, 0)", titles);
        Assert.Contains("boundary of class <script>", titles);
    }

    [Fact]
    public void CaptionsClaimNoMoreThanTheInterval()
    {
        var text = string.Concat(Draw(PaperInstances.Toy()).Select(figure => new SvgDocument(figure).Root.Value));
        Assert.DoesNotContain("optimal", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("proved nearest", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void PointsOutsideThePlaneAreRefused()
    {
        var space = Embedding.Create([0.0, 0, 0, 1, 1, 1], 3, [0, 1]);
        var dimension = Assert.Throws<EmbeddingException>(() => PaperFigures.HardestTriplet(space, TripletLoss.HardMined(space)));
        Assert.Contains("3 coordinates", dimension.Message, StringComparison.Ordinal);
        var far = Embedding.Create([1e200, 0, 1, 0], 2, [0, 1]);
        var size = Assert.Throws<EmbeddingException>(() => PaperFigures.Setup(far, Interval.Zero, Interval.Zero));
        Assert.Contains("rescale", size.Message, StringComparison.Ordinal);
        var (f, other) = (PaperInstances.Toy(), Instances["one class"]);
        Assert.Throws<EmbeddingException>(() => PaperFigures.HausdorffLike(f, other, Interval.Zero, Status));
    }

    private static string[] Draw(Embedding f)
    {
        var g = Shrunk(f);
        var (haus, iso) = (new Interval(0, 1e-3), new Interval(0, 2e-3));
        return
        [
            PaperFigures.TripletBoundary(f, TripletSeparation.Worst(f).Triplet, f.ClassCount - 1),
            PaperFigures.Setup(f, haus, iso), PaperFigures.HausdorffLike(f, g, haus, Status),
            PaperFigures.IsometricErrorPair(f, g, IsometricError.Compute(f, g), iso, Status),
            PaperFigures.HardestTriplet(f, TripletLoss.HardMined(f)),
            PaperFigures.Collapse(f, f.WithPoints(new double[f.Coordinates.Length], f.Dimension), haus, g, iso, Status),
        ];
    }

    // Coordinates drawn towards those of the first point, unevenly.
    private static Embedding Shrunk(Embedding f) => f.WithPoints(
        [.. f.Coordinates.ToArray().Select((v, k) => f[0][k % f.Dimension] + ((v - f[0][k % f.Dimension]) * (0.5 + (0.05 * (k % 3)))))],
        f.Dimension);

    private static Embedding Scaled(Func<double, double> map) => Embedding.Create([.. Toy.Select(map)], 2, [0, 0, 1, 1, 1]);

    private static double PixelsPerUnit(Embedding f, string figure)
    {
        var dots = new SvgDocument(figure).Dots(f.Count);
        return double.Hypot(dots[0].X - dots[1].X, dots[0].Y - dots[1].Y) / PairwiseDistances.Distance(f[0], f[1]);
    }

    private static void ForPairs(Embedding f, (double X, double Y)[] dots, Action<double, double> action)
    {
        for (var i = 0; i < f.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                action(double.Hypot(dots[i].X - dots[j].X, dots[i].Y - dots[j].Y), PairwiseDistances.Distance(f[i], f[j]));
            }
        }
    }
}
