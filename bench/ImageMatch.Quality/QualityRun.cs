using System.Collections.Concurrent;
using ImageMatch.Quality.Alterations;
using NetVips;

namespace ImageMatch.Quality;

/// <summary>Stores pictures, searches for every altered copy of each, and counts what is found.</summary>
internal sealed class QualityRun(IReadOnlyList<string> files, int seed)
{
    private readonly ConcurrentDictionary<(Setting, string Alteration), (int Found, int Wrong)> _counts = [];

    public QualityReport Measure(IReadOnlyList<Setting> settings)
    {
        Fill([.. settings.Select(setting => setting.Collection).Distinct()]);
        Parallel.For(0, files.Count, picture =>
        {
            using Image original = Pixels.Read(files[picture]);
            for (int i = 0; i < Alteration.All.Count; i++)
            {
                Alteration alteration = Alteration.All[i];
                using Image copy = alteration.Ask(original, new Random((((seed * 1000) + i) * 1000) + picture));
                byte[] content = copy.Encode();
                foreach (Setting setting in settings)
                    Count(setting, alteration, files[picture], [.. setting.Collection.Search(alteration, content, setting.Options)]);
            }
        });

        return new QualityReport(files.Count, seed, [.. settings.Select(Summarize)]);
    }

    private void Fill(IReadOnlyList<Collection> collections)
    {
        foreach (string file in files)
        {
            using Image original = Pixels.Read(file);
            foreach (Collection collection in collections)
                collection.Add(file, original);
        }
    }

    private void Count(Setting setting, Alteration alteration, string name, IReadOnlyList<string> hits)
    {
        int found = hits.Contains(name) ? 1 : 0;
        // Pairs of a stored crop and a whole are not those of the other alterations, and are not counted among them.
        int wrong = alteration.Store is null ? hits.Count(hit => hit != name) : 0;
        _counts.AddOrUpdate((setting, alteration.Name), (found, wrong), (_, counts) => (counts.Found + found, counts.Wrong + wrong));
    }

    private SettingQuality Summarize(Setting setting)
    {
        List<AlterationQuality> alterations = [];
        foreach (IGrouping<string, Alteration> group in Alteration.All.GroupBy(alteration => alteration.Name))
        {
            (int found, int wrong) = _counts[(setting, group.Key)];
            alterations.Add(new AlterationQuality(group.Key, files.Count * group.Count(), found, wrong));
        }

        double pairs = Alteration.All.Count(alteration => alteration.Store is null) * (double)files.Count * (files.Count - 1);
        return new SettingQuality(setting.Name, alterations, alterations.Sum(alteration => alteration.Wrong) / Math.Max(1, pairs) * 1e6);
    }
}
