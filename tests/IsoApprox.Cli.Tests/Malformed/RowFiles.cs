using System.Text;
using System.Text.Json.Nodes;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Row files of studies: what can be mended is mended and said, and the study has the rows of an undisturbed one.</summary>
internal static class RowFiles
{
    private static readonly string[] Study =
        [
            "study", "collapse", "--points", "6", "--dimensions", "2", "--classes", "2", "--models", "gaussian", "--noise", "0", "--seeds",
            "2", "--jobs", "1", "--out", "{d}/s", "--json"];

    internal static IEnumerable<MalformedInput> All()
    {
        var rows = Rows();
        foreach (var (k, text) in new[] { "", "\n\n", "no rows\n", "[]\n{}\n{\"id\": 5}\n", "\0\0\0" }.Index())
        {
            yield return new MalformedInput(
                $"merge of nothing {k}", ["study", "merge", "{d}/a.jsonl", "--out", "{d}/m.jsonl", "--json"],
                [MalformedInput.Text("a.jsonl", text)], true);
        }

        yield return new MalformedInput(
            "merge of a missing file", ["study", "merge", "{d}/a.jsonl", "{d}/b.jsonl", "--out", "{d}/m.jsonl"],
            [MalformedInput.Text("a.jsonl", rows)], true);
        yield return new MalformedInput(
            "merge into its input", ["study", "merge", "{d}/a.jsonl", "--out", "{d}/a.jsonl"],
            [MalformedInput.Text("a.jsonl", rows)], true);
        var random = new Random(1414);
        for (var k = 0; k < 20; k++)
        {
            var damaged = Damage.Of(Encoding.UTF8.GetBytes(rows), random);
            yield return new MalformedInput(
                $"merge of damaged rows {k}", ["study", "merge", "{d}/a.jsonl", "--out", "{d}/m.jsonl", "--json"], [("a.jsonl", damaged)],
                false,
                result => result.Json().GetProperty("runs").GetInt32() == Ids(damaged).Distinct(StringComparer.Ordinal).Count());
        }

        for (var k = 0; k < 10; k++)
        {
            yield return new MalformedInput(
                $"damaged rows of a study {k}", Study, [("s/rows.jsonl", Damage.Of(Encoding.UTF8.GetBytes(rows), random))], false, IsWhole);
        }

        string[] strange =
        [
            rows.Replace("\"points\":6", "\"points\":1e999", StringComparison.Ordinal),
            rows.Replace("\"seconds\":", "\"second\":", StringComparison.Ordinal),
            rows.Replace("\"rank\":2", "\"rank\":\"2\"", StringComparison.Ordinal),
            rows.Replace("gaussian", "gauss\\u001b[31m\\\"<b>_{x}../../", StringComparison.Ordinal),
            rows.Replace("\"points\":6", "\"points\":-6", StringComparison.Ordinal),
            rows.Replace("\"dimension\":2", "\"dimension\":0", StringComparison.Ordinal),
            rows.Replace("\"diameter\":", "\"diameter\":1e308,\"was\":", StringComparison.Ordinal),
            rows.Replace("\"enclosingRadius\":", "\"enclosingRadius\":0,\"was\":", StringComparison.Ordinal),
            rows.Replace("\"rmsRatio\":", "\"rmsRatio\":1e300,\"was\":", StringComparison.Ordinal),
            rows.Replace("\"upper\":", "\"upper\":-1,\"was\":", StringComparison.Ordinal),
            rows.Replace("\"plan\":\"2\"", "\"plan\":\"\"", StringComparison.Ordinal), rows + rows,
            rows.Replace("\n", "\r\n\r\n", StringComparison.Ordinal), rows.Replace("\n", "", StringComparison.Ordinal),
        ];
        foreach (var (k, text) in strange.Index())
        {
            yield return new MalformedInput(
                $"strange rows of a study {k}", Study, [MalformedInput.Text("s/rows.jsonl", text)], false, IsWhole);
        }
    }

    private static bool IsWhole(ToolResult result)
    {
        var json = result.Json();
        return result.ExitCode == 0 && json.GetProperty("finished").GetInt32() == 2 && json.GetProperty("dropped").GetInt32() >= 0;
    }

    private static string Rows()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            0, Tool.RunHere(
                CancellationToken.None, [.. Study.Select(word => word.Replace("{d}", folder.Path, StringComparison.Ordinal))]).ExitCode);
        return File.ReadAllText(Path.Combine(folder.Path, "s", "rows.jsonl"));
    }

    private static IEnumerable<string> Ids(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        foreach (var line in lines.Where(line => !line.AsSpan().ContainsAny('\uFFFD', '\0')))
        {
            string? id = null;
            try
            {
                id = (JsonNode.Parse(line) as JsonObject)?["id"]?.GetValue<string>();
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
            {
                // No row.
            }

            if (id is not null)
            {
                yield return id;
            }
        }
    }
}
