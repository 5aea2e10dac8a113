using ImageMatch.Quality.Alterations;
using NetVips;

namespace ImageMatch.Quality;

/// <summary>Stores pictures, searches for every altered copy of each, and counts what is found.</summary>
internal sealed class QualityRun(IReadOnlyList<string> files, int seed)
{
    private readonly Dictionary<(Setting, string Alteration), (int Found, int Wrong)> _counts = [];

    public QualityReport Measure(IReadOnlyList<Setting> settings)
    {
        foreach (Collection collection in settings.Select(setting => setting.Collection).Distinct())
            collection.Add(files);
        for (int picture = 0; picture < files.Count; picture++)
        {
            AlteredCopy[] copies = MakeCopies(picture);
            foreach (Setting setting in settings)
            {
                foreach ((Alteration alteration, IReadOnlyList<string> names) in setting.Collection.Search(copies, setting.Options))
                    Count(setting, alteration, files[picture], names);
            }
        }

        return new QualityReport(files.Count, seed, [.. settings.Select(Summarize)]);
    }

    private AlteredCopy[] MakeCopies(int picture)
    {
        using Image original = Pixels.Read(files[picture]);
        return
        [
            .. Alteration.All.Index().AsParallel().AsOrdered().Select(each =>
            {
                using Image copy = each.Item.Ask(original, new Random((((seed * 1000) + each.Index) * 1000) + picture));
                return new AlteredCopy(each.Item, copy.Encode());
            }),
        ];
    }

    private void Count(Setting setting, Alteration alteration, string name, IReadOnlyList<string> hits)
    {
        int found = hits.Contains(name) ? 1 : 0;
        // Pairs of a stored crop and a whole are not those of the other alterations, and are not counted among them.
        int wrong = alteration.Store is null ? hits.Count(hit => hit != name) : 0;
        (int Found, int Wrong) counts = _counts.GetValueOrDefault((setting, alteration.Name));
        _counts[(setting, alteration.Name)] = (counts.Found + found, counts.Wrong + wrong);
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
