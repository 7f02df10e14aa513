/** What an archive does with attachments (GB/T 42133 6.15). */
const removed: Readonly<Record<string, string>> = {
  音频或视频: 'mp3 wav wma aac ogg flac m4a mp4 avi mov wmv mkv flv mpg mpeg rm rmvb webm 3gp',
  电子表格: 'xls xlsx et ods xlsm',
  网页: 'htm html mht mhtml',
  演示文稿: 'ppt pptx dps odp pptm',
};

/** Why an attachment should be moved out of the package; undefined when it may stay. */
export function unfitAttachment(name: string, format: string): string | undefined {
  const extension = (/\.([^.]+)$/.exec(name)?.[1] ?? format).toLowerCase();
  const known = Object.entries(removed).find(
    ([, list]) => list.split(' ').includes(extension) || list.split(' ').includes(format.toLowerCase()),
  );
  return known?.[0];
}
