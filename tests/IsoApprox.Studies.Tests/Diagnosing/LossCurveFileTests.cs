using IsoApprox.Embeddings;
using IsoApprox.Learning.Losses;
using IsoApprox.Learning.Training;
using IsoApprox.Measures;
using IsoApprox.Studies.Diagnosing;

namespace IsoApprox.Studies.Tests.Diagnosing;

/// <summary>
/// Three loss curves of own trainings as files, notebooks/data/loss-*.csv: a network 16-32-2 or 16-32-8 on 10 classes, all points in one
/// batch, Adam 0.003, 600 steps, every fifth one logged with the mean hardest positive and negative distance.
/// </summary>
public class LossCurveFileTests
{
    private const double Margin = 0.2;
    private const int Every = 5;

    public static TheoryData<string, double, bool, CurveEnd, bool?> Files => new()
    {
        { "loss-random-labels.csv", 0.0, false, CurveEnd.StuckAtOnePoint, true },
        { "loss-random-labels-soft.csv", 0.0, true, CurveEnd.StuckAtOnePoint, true },
        { "loss-separable.csv", 3.0, false, CurveEnd.StuckAtZero, false },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Diagnosed_as_what_they_are(string name, double delta, bool soft, CurveEnd end, bool? shrank)
    {
        var file = Path.Combine(Data(), name);
        var curve = LossCurve.Read(file);
        Assert.Equal(600 / Every, curve.Count);
        var found = LossCurveDiagnosis.Of(curve, soft ? 0 : Margin, squared: false, soft);
        Assert.Equal((end, shrank), (found.End, found.DistancesShrank));
        Assert.InRange(found.Onset!.Value, 5, 560);

        // The file is what the trainer gives; later steps depend on the rounding of the machine, by which other triplets may be mined.
        var again = Train(delta, soft, 2 * Every);
        foreach (var (expected, actual) in curve.Zip(again))
        {
            Assert.Equal(expected.Step, actual.Step);
            Assert.Equal(expected.Loss, actual.Loss, 1e-4 * (1 + expected.Loss));
            Assert.Equal(expected.Positive!.Value, actual.Positive!.Value, 1e-4 * (1 + expected.Positive.Value));
        }
    }

    private static string Data()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IsoApprox.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "notebooks", "data");
    }

    private static List<LossPoint> Train(double delta, bool soft, int steps)
    {
        var members = delta > 0 ? 6 : 20;
        var (random, count) = (new Random(5), 10 * members);
        var (means, noise) = (new double[10 * 16], new double[count * 16]);
        GaussianNumbers.Fill(random, 1, means);
        GaussianNumbers.Fill(random, 1, noise);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 10)];
        double[] points = [.. noise.Select((x, k) => x + (delta * means[(labels[k / 16] * 16) + (k % 16)]))];
        var items = Embedding.Create(points, 16, labels);
        var loss = soft ? MinedTripletLoss.BatchHard(0) with { Penalty = TripletPenalty.Softplus } : MinedTripletLoss.BatchHard(Margin);
        var curve = new List<LossPoint>();
        Trainer.Train(
            new MultilayerPerceptron(items, [32], delta > 0 ? 8 : 2, 1), items, loss,
            new() { Epochs = steps, LearningRate = 0.003, Seed = 1 },
            record =>
            {
                if (record.Epoch > 0 && record.Epoch % Every == 0)
                {
                    var anchors = AnchorDistances.Compute(record.Outputs(), null, CancellationToken.None);
                    curve.Add(new LossPoint(
                        record.Epoch, record.MeanLoss!.Value, anchors.FarthestPositiveDistance.Average(),
                        anchors.NearestNegativeDistance.Average()));
                }
            });
        return curve;
    }
}
