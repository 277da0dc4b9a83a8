using System.Text;
using System.Text.Json;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Points and labels in .json.</summary>
internal static class JsonPoints
{
    private const string Tidy = """{"points": [[0.5, -1], [2.25, 3e-1], [4, 4], [-7.5, 1e2]], "labels": ["a", "b", "a", "b"]}""";

    private static readonly string[] Refused =
    [
        "", " ", "{", "null", "3", "\"points\"", "[]", "{}", "[[1,2],[3]]",
        """{"points": [], "labels": []}""",
        """{"points": [[]], "labels": ["a"]}""", """{"points": [[1,2],[3]], "labels": ["a","b"]}""",
        """{"points": [1,2], "labels": ["a","b"]}""",
        """{"points": {"a": 1}, "labels": ["a"]}""", """{"points": [[1,"2"],[3,4]], "labels": ["a","b"]}""",
        """{"points": [[1,null],[3,4]], "labels": ["a","b"]}""",
        """{"points": [[1,NaN],[3,4]], "labels": ["a","b"]}""", """{"points": [[1,1e999],[3,4]], "labels": ["a","b"]}""",
        """{"points": [[1,2],[3,4]], "labels": ["a"]}""",
        """{"points": [[1,2],[3,4]], "labels": ["a", null]}""", """{"points": [[1,2],[3,4]], "labels": [1, 1.5]}""",
        """{"points": [[1,2],[3,4]], "labels": "ab"}""",
        """{"points": [[1,2],[3,4]], "labels": ["a", ["b"]]}""", """{"points": [[1,2]], "X": [[1,2]], "labels": ["a"]}""",
        """{"points": [[1,2],[3,4]], "labels": ["a","b"]} x""",
        """{"points": [[1,2],[3,4]], "labels": ["a","\ud800"]}""", """{'points': [[1,2]], 'labels': ['a']}""",
        """{"points": [[1,2],], "labels": ["a"]}""",
        """{"points": [[1,2],[3,4]], "labels": ["a", ""]}""", """{"points": [[true,2],[3,4]], "labels": ["a", "b"]}""", """// points""",
    ];

    internal static IEnumerable<MalformedInput> All()
    {
        var escape = Tidy.Replace("\"a\"", "\"a\u001b[1m", StringComparison.Ordinal);
        foreach (var (k, text) in Refused.Append(new string('[', 100_000)).Append(escape).Index())
        {
            yield return Measure($"json {k}", Encoding.UTF8.GetBytes(text), true);
        }

        foreach (var (k, labels) in new[] { "", "[1,2,3]", "{\"labels\": [1,2,3]}", "[[1],[2]]", "{\"y\": 1}", "[1, 2" }.Index())
        {
            yield return new MalformedInput(
                $"json labels {k}", ["measure", "{d}/p.csv", "--labels", "{d}/l.json", "--json"],
                [MalformedInput.Text("p.csv", "1\n2\n"), MalformedInput.Text("l.json", labels)], true);
        }

        var random = new Random(1413);
        for (var k = 0; k < 25; k++)
        {
            yield return Measure($"damaged json {k}", Damage.Of(Encoding.UTF8.GetBytes(Tidy), random), false);
        }
    }

    private static MalformedInput Measure(string name, byte[] content, bool refused) =>
        new(
            name, ["measure", "{d}/x.json", "--thickness", "bounds", "--json"], [("x.json", content)], refused,
            result => PointTables.Agrees(result, Rows(content)));

    private static double[][] Rows(byte[] content)
    {
        using var document = JsonDocument.Parse(content);
        var root = document.RootElement;
        var points = root.TryGetProperty("points", out var found) ? found : root.GetProperty("X");
        return [.. points.EnumerateArray().Select(row => row.EnumerateArray().Select(x => x.GetDouble()).ToArray())];
    }
}
