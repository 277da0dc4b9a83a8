using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Certificates: damaged ones are refused or rejected; what is accepted proves nothing above the value that is attained.</summary>
internal static class Certificates
{
    private const string Points = "0.1,0.43,0\n0.25,0.95,0\n0.61,0.89,1\n0.49,0.47,1\n0.89,0.22,1\n";

    private static readonly string[] NoCertificate =
    [
        "", " ", "null", "[]", "{}", "{", "\"x\"", "{\"schema\": 1}", "{\"schema\": \"\"}",
        "{\"schema\": \"isoapprox/gram-certificate/9\"}",
        "{\"schema\": \"isoapprox/gram-certificate/1\"}", "{\"schema\": \"\u009b31m\"}",
        "{\"schema\": \"isoapprox/triplet-certificate/1\", \"digest\": \"x\", \"triplet\": [0, 1]}",
        "{\"schema\": \"isoapprox/triplet-certificate/1\", \"digest\": \"x\", \"triplet\": [0, 1, 2.5]}",
        "{\"schema\": \"isoapprox/triplet-certificate/1\", \"digest\": 5, \"triplet\": [0, 1, 2]}",
        "{\"schema\": \"isoapprox/metric-certificate/1\", \"digest\": \"x\", \"level\": 1e999, \"rows\": [1]}",
        "{\"schema\": \"isoapprox/metric-certificate/1\", \"digest\": \"x\", \"level\": \"1\", \"rows\": []}",
        "{\"schema\": \"isoapprox/metric-certificate/1\", \"digest\": \"x\", \"level\": 1, \"rows\": {}}", "\uFEFF",
        "{\"schema\": \"isoapprox/branch-certificate/1\", \"digest\": \"x\"}",
        "{\"schema\": \"isoapprox/penetration-certificate/1\", \"digest\": \"x\"}", "{\"schema\": \"isoapprox/rank-certificate/1\"}",
        "{\"schema\": \"isoapprox/chain-certificate/1\", \"points\": []}",
        "{\"schema\": \"isoapprox/thickness-covariance/1\"}", "{\"a\": NaN}",
    ];

    internal static IEnumerable<MalformedInput> All()
    {
        foreach (var (k, text) in NoCertificate.Append(string.Concat(Enumerable.Repeat("{\"a\":", 1000))).Index())
        {
            yield return new MalformedInput(
                $"no certificate {k}", ["certify", "{d}/x.csv", "{d}/c.json", "--json"],
                [MalformedInput.Text("x.csv", Points), MalformedInput.Text("c.json", text)], true);
            yield return new MalformedInput(
                $"no certificate on its own {k}", ["certify", "{d}/c.json", "--json"], [MalformedInput.Text("c.json", text)], true);
        }

        var damaged = Damaged("haus", "--label-column", "2").Concat(Damaged("iso", "--label-column", "2"))
            .Concat(Damaged("haus", "--label-column", "2", "--prove"));
        foreach (var input in damaged)
        {
            yield return input;
        }
    }

    private static IEnumerable<MalformedInput> Damaged(string metric, params string[] more)
    {
        using var folder = new TemporaryFolder();
        var solved = Tool.RunHere(
            CancellationToken.None,
            [
                "nearest", folder.Write("x.csv", Points), "--metric", metric, "--certificate", folder["c.json"], "--starts", "2", "--json",
                .. more,
            ]);
        Assert.Equal((0, ""), (solved.ExitCode, solved.Error));
        var (upper, certificate) = (solved.Json().GetProperty("upper").GetDouble(), File.ReadAllBytes(folder["c.json"]));
        var random = new Random(metric.Length + more.Length);
        var damaged = Enumerable.Range(0, 20).Select(_ => Damage.Of(certificate, random))
            .Concat(Enumerable.Range(0, 12).Select(_ => Falsify(certificate, random)));
        foreach (var (k, content) in damaged.Index())
        {
            yield return new MalformedInput(
                $"damaged certificate {metric} {more.Length} {k}",
                ["certify", "{d}/x.csv", "{d}/c.json", "--json", .. more.Where(word => word != "--prove")],
                [MalformedInput.Text("x.csv", Points), ("c.json", content)],
                false,
                result => IsSound(result, upper));
        }
    }

    private static bool IsSound(ToolResult result, double upper)
    {
        var json = result.Json();
        var accepted = json.GetProperty("accepted").GetBoolean();
        return accepted
            ? result.ExitCode == 0 && json.GetProperty("lower").GetDouble() <= upper
            : result.ExitCode == 1 && json.GetProperty("reason").GetString()!.Length > 0;
    }

    /// <summary>Valid JSON with a number replaced by another, up to the largest double.</summary>
    private static byte[] Falsify(byte[] certificate, Random random)
    {
        double[] values = [
            0, -0.0, -1, 1e-320, 5e-324, 0.5, 1, 7, 1e9, 1e160, 1e300, double.MaxValue, -double.MaxValue, int.MaxValue, -1e18];
        var root = JsonNode.Parse(certificate)!;
        var numbers = new List<JsonNode>();
        Collect(root, numbers);
        for (var k = random.Next(1, 4); k > 0 && numbers.Count > 0; k--)
        {
            var node = numbers[random.Next(numbers.Count)];
            numbers.Remove(node);
            node.ReplaceWith(JsonValue.Create(values[random.Next(values.Length)]));
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Collect(JsonNode? node, List<JsonNode> numbers)
    {
        switch (node)
        {
            case JsonArray array:
                array.ToList().ForEach(item => Collect(item, numbers));
                break;
            case JsonObject members:
                members.ToList().ForEach(member => Collect(member.Value, numbers));
                break;
            case JsonValue value when double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                numbers.Add(value);
                break;
        }
    }
}
