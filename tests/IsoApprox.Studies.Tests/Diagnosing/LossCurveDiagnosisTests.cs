using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Studies.Diagnosing;

namespace IsoApprox.Studies.Tests.Diagnosing;

public class LossCurveDiagnosisTests
{
    [Theory]
    [InlineData(0.2, false, 0.2)]
    [InlineData(0, true, 0.69314718055994529)]
    [InlineData(1, true, 1.3132616875182228)]
    public void Plateau_at_what_one_point_gives(double margin, bool soft, double expected)
    {
        var curve = Curve(i => i < 30 ? expected * (3 - (i / 15.0)) : expected * (1 + (i % 2 == 0 ? 0.01 : -0.01)), 100);
        var found = LossCurveDiagnosis.Of(curve, margin, squared: false, soft);
        Assert.Equal(CurveEnd.StuckAtOnePoint, found.End);
        Assert.Equal(expected, found.OnePointValue, 14);
        Assert.InRange(found.Onset!.Value, 25, 32);
        Assert.Contains(found.CannotTell, text => text.Contains("whether the points coincide", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.001, true, "Total collapse")]
    [InlineData(0.9, false, "No total collapse")]
    public void Logged_distances_decide_whether_the_points_coincide(double last, bool shrank, string sentence)
    {
        var curve = Enumerable.Range(0, 50).Select(i => new LossPoint(i, 0.2, i < 20 ? 1 : last, i < 20 ? 1 : last)).ToArray();
        var found = LossCurveDiagnosis.Of(curve, 0.2, squared: true, soft: false);
        Assert.Equal(shrank, found.DistancesShrank);
        Assert.StartsWith(sentence, found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_ends()
    {
        CurveEnd Of(Func<int, double> loss, int count = 60) => LossCurveDiagnosis.Of(Curve(loss, count), 0.2, false, false).End;
        Assert.Equal(CurveEnd.StuckAtZero, Of(i => i < 20 ? 0.1 : 0));
        Assert.Equal(CurveEnd.AboveOnePoint, Of(_ => 0.5));
        Assert.Equal(CurveEnd.Learning, Of(i => 0.19 * Math.Exp(-i / 20.0)));
        Assert.Equal(CurveEnd.FlatBelow, Of(_ => 0.1));
        Assert.Equal(CurveEnd.TooShort, Of(_ => 0.2, 9));
        Assert.Equal(CurveEnd.Diverged, Of(i => i == 40 ? double.NaN : 0.1));
    }

    [Fact]
    public void With_margin_zero_success_and_collapse_look_alike()
    {
        var found = LossCurveDiagnosis.Of(Curve(i => i < 20 ? 1 : 0, 60), 0, false, false);
        Assert.Equal(CurveEnd.StuckAtOnePoint, found.End);
        Assert.Contains(found.CannotTell, text => text.Contains("look alike", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, CurveEnd.Learning)]
    [InlineData(30, CurveEnd.StuckAtZero)]
    public void Curves_of_own_trainings(int dimension, CurveEnd expected)
    {
        // 60 free points of 20 mixed classes: on a line they separate slowly, in 30 dimensions at once.
        var model = FreeEmbedding.Gaussian(60, dimension, 1, 3);
        var labels = Embedding.Create(new double[60], 1, [.. Enumerable.Range(0, 60).Select(i => i % 20)]);
        var curve = new List<LossPoint>();
        Trainer.Train(
            model, labels, MinedTripletLoss.BatchHard(0.2), new() { Epochs = 2000, LearningRate = 0.005 },
            record => curve.AddRange(record.MeanLoss is { } loss ? [new LossPoint(record.Epoch, loss, null, null)] : []));
        var found = LossCurveDiagnosis.Of(curve, 0.2, squared: false, soft: false);
        Assert.True(found.End == expected, $"{found.Sentence} level {found.Level}");
    }

    [Fact]
    public void Files_of_loggers()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "\"Wall time\",\"Step\",\"Value\"\n1.5,10,0.25\n2.5,20,nan\n");
            Assert.Equal([new(10, 0.25, null, null), new(20, double.NaN, null, null)], LossCurve.Read(file));
            File.WriteAllText(file, "epoch,run - loss,hardest_positive,d_an\n0,0.5,2,1\n1,,3,3\n2,1e-3,,4\n");
            Assert.Equal([new(0, 0.5, 2, 1), new(2, 1e-3, null, 4)], LossCurve.Read(file));
            AssertRefused(file, "a,b\n1,2\n", "no column is named loss");
            AssertRefused(file, "step,loss\n1,2\n2,x\n", "line 3: loss 'x'");
            AssertRefused(file, "step,loss\n", "no row has a loss");
            AssertRefused(file, "", "no column is named loss");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AssertRefused(string file, string text, string message)
    {
        File.WriteAllText(file, text);
        Assert.Contains(message, Assert.Throws<EmbeddingException>(() => LossCurve.Read(file)).Message, StringComparison.Ordinal);
    }

    private static LossPoint[] Curve(Func<int, double> loss, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new LossPoint(i, loss(i), null, null))];
}
