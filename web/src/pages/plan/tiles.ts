/** Row and column of each city of Jiangsu (by code) in a grid that keeps roughly north, south, east and west. */
export const tiles: Record<string, [number, number]> = {
  '320300': [1, 1], '321300': [1, 2], '320700': [1, 3],
  '320800': [2, 3], '320900': [2, 4],
  '321000': [3, 3], '321200': [3, 4], '320600': [3, 5],
  '320100': [4, 2], '321100': [4, 3], '320400': [4, 4], '320200': [4, 5], '320500': [4, 6],
}
